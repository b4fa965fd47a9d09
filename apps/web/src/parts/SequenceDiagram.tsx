import type { DiagramRow } from "@chat/journal/draw";
import { displayText } from "@chat/protocol";
import type { ReactNode } from "react";

/** Reasons with a hint, by the position of the rejected bytes. */
type Hints = ReadonlyMap<number, string>;

/** Messages between a client and the server as arrows, from the first to the last. */
export function SequenceDiagram({ rows, hints }: { rows: readonly DiagramRow[]; hints: Hints }): ReactNode {
  return (
    <div className="diagram">
      <div className="ends" aria-hidden="true">
        <span>client</span>
        <span>server</span>
      </div>
      <ol>
        {rows.map((row) =>
          row.kind === "arrow" ? (
            <li key={`${row.t} ${row.label}`} className={`arrow ${row.from} ${row.problem === null ? "" : "troubled"}`}>
              <span className="time">{formatSeconds(row.t)}</span>
              <div className="line">
                <p>
                  <span className="unseen">{row.from === "client" ? "Client: " : "Server: "}</span>
                  <bdi>{row.label}</bdi> <span className="faint">{row.detail}</span>
                </p>
                <div className="shaft" aria-hidden="true" />
                {row.parts.length > 0 && (
                  <code>
                    {row.parts.map((part, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a row are drawn anew together
                      <span key={index}>
                        {index > 0 && <i className="cut">┊</i>}
                        <bdi>{part}</bdi>
                      </span>
                    ))}
                  </code>
                )}
                {row.problem !== null && <p className="problem">✗ {withHint(row.problem, hints)}</p>}
              </div>
            </li>
          ) : (
            <li
              key={`${row.t} ${row.text}`}
              className={`note ${row.side ?? "both"} ${row.isProblem ? "troubled" : ""}`}
            >
              <span className="time">{formatSeconds(row.t)}</span>
              <div className="line">
                <p className={row.isProblem ? "problem" : ""}>
                  {row.side === null ? "" : `${row.side} `}
                  {row.text}
                </p>
              </div>
            </li>
          ),
        )}
      </ol>
    </div>
  );
}

/** Adds what the server told the client about the same bytes, which says how to mend it. */
function withHint(problem: string, hints: Hints): string {
  const place = /^At byte (\d+), /.exec(problem);
  const hint = place && hints.get(Number(place[1]));
  return place && hint ? displayText(`${place[0]}${hint}`) : problem;
}

/** Writes milliseconds since the start of a connection as seconds. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(3)} s`;
}
