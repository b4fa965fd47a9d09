import { displayText } from "@chat/protocol";
import type { ReactNode } from "react";
import { usePolled } from "../api/use-polled.ts";
import { endOf, targetWords } from "../model/acts.ts";
import { formatAge } from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { ActForm } from "../parts/ActForm.tsx";
import { EffectList } from "../parts/EffectList.tsx";
import { Heading } from "../parts/Heading.tsx";

const EVERY_MS = 2_000;

/** The acts of an operator, the bans and mutes in force, and what was done here. */
export function ActView(): ReactNode {
  return (
    <>
      <Heading isUnseen>Act</Heading>
      <section className="panel" aria-label="An act">
        <ActForm />
      </section>
      <EffectList />
      <Sanctions />
    </>
  );
}

function Sanctions(): ReactNode {
  const { client, onError, ask, effects } = usePage();
  const { answer, error } = usePolled(`${effects.length}`, EVERY_MS, (signal) => client.sanctions(signal), onError);
  return (
    <section className="panel">
      <h2>Bans and mutes in force</h2>
      {error && <p className="error">{error.message}</p>}
      {answer?.length === 0 && <p className="faint">There are none.</p>}
      <ul className="worst">
        {answer?.map((sanction) => {
          const { kind, target, endsAt, reason, by } = sanction;
          const end = endOf(sanction);
          const why = reason === "" ? "" : `: ${displayText(reason)}`;
          return (
            <li key={`${kind} ${JSON.stringify(target)}`}>
              <b>{kind}</b>
              <span>
                {targetWords(target)}
                {why}{" "}
                <span className="faint">
                  by {displayText(by)}, for {formatAge(endsAt - Date.now())} more
                </span>
              </span>
              {end && (
                <button type="button" onClick={() => ask(end)} aria-label={`End the ${kind} of ${targetWords(target)}`}>
                  End
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
