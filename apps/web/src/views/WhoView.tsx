import { displayText } from "@chat/protocol";
import type { ReactNode } from "react";
import type { Connection, ConnectionSort } from "../model/contract.ts";
import { clientFragment } from "../model/route.ts";
import {
  formatAge,
  formatBytes,
  formatCount,
  heldUpWords,
  refusedWords,
  shownName,
  slowedWords,
  sumCounts,
  troubleWords,
} from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { ListView } from "../parts/ListView.tsx";
import type { Column } from "../parts/VirtualTable.tsx";

const EVERY_MS = 1_000;

function classOf(row: Connection): string {
  if (row.refusedInARow > 0 || heldUpWords(row) !== "") return "troubled now";
  return row.messagesLost > 0 || troubleWords(row) !== "" ? "troubled" : "";
}

const COLUMNS: readonly Column<Connection, ConnectionSort>[] = [
  {
    key: "name",
    label: "Name",
    sort: "name",
    render: (row) => (
      <a href={clientFragment(row.id)} title={shownName(row.name)}>
        <bdi className={row.name === null ? "faint" : ""}>{shownName(row.name)}</bdi>
      </a>
    ),
  },
  {
    key: "trouble",
    label: "Trouble",
    sort: "trouble",
    render: (row) => {
      const kinds = refusedWords(row.refused);
      const text = troubleWords(row);
      // No fault, but the reason why such a client gets its messages one by one.
      if (text === "" && row.name !== null && !row.isFramed)
        return <span className="faint">no newline behind its name</span>;
      return <span title={kinds === "" ? text : `${text} (${kinds})`}>{text}</span>;
    },
  },
  {
    key: "refused",
    label: "Refused",
    sort: "refused",
    isNumber: true,
    render: ({ refused }) => {
      const sum = sumCounts(refused);
      return sum === 0 ? "" : <span title={refusedWords(refused)}>{formatCount(sum)}</span>;
    },
  },
  { key: "in", label: "In", sort: "messagesIn", isNumber: true, render: (row) => formatCount(row.messagesIn) },
  { key: "out", label: "Out", sort: "messagesOut", isNumber: true, render: (row) => formatCount(row.messagesOut) },
  {
    key: "waiting",
    label: "Waiting",
    sort: "waitingBytes",
    isNumber: true,
    render: ({ waitingBytes }) => (waitingBytes === 0 ? "" : formatBytes(waitingBytes)),
  },
  { key: "slowed", label: "Slowed", render: slowedWords },
  { key: "framed", label: "Framed", render: ({ isFramed }) => (isFramed ? "yes" : "no") },
  { key: "age", label: "Age", sort: "ageMs", isNumber: true, render: ({ ageMs }) => formatAge(ageMs) },
  {
    key: "ip",
    label: "Address",
    sort: "ip",
    render: ({ ip }) => <span title={displayText(ip)}>{displayText(ip)}</span>,
  },
];

/** Lists the connections: those with trouble come first. */
export function WhoView(): ReactNode {
  const { client } = usePage();
  return (
    <ListView
      title="Who"
      className="who"
      columns={COLUMNS}
      everyMs={EVERY_MS}
      ask={(query, signal) => client.connections(query, signal)}
      keyOf={({ id }) => id}
      classOf={classOf}
      noun="connections"
      empty="Nobody is there yet."
    />
  );
}
