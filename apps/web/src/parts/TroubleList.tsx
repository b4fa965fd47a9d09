import { displayText } from "@chat/protocol";
import type { ReactNode } from "react";
import type { Connection } from "../model/contract.ts";
import { clientFragment } from "../model/route.ts";
import { formatCount, heldUpWords, refusedWords, shownName, sumCounts, troubleWords } from "../model/words.ts";

/** Clients with trouble, each with its cause. With hidden names, nothing in it says who they are. */
export function TroubleList({ rows, hidesNames }: { rows: readonly Connection[]; hidesNames?: boolean }): ReactNode {
  return (
    <ul className="worst">
      {rows.map((row, index) => (
        <li key={row.id}>
          {hidesNames ? (
            <b>Client {index + 1}</b>
          ) : (
            <a href={clientFragment(row.id)}>
              <bdi>{row.name === null ? `no name, ${displayText(row.ip)}` : shownName(row.name)}</bdi>
            </a>
          )}
          <span>{hidesNames ? heldUpWords(row) || refusedWords(row.refused) : troubleWords(row)}</span>
          <span className="number">
            {sumCounts(row.refused) > 0 && `${formatCount(sumCounts(row.refused))} refused`}
          </span>
        </li>
      ))}
    </ul>
  );
}
