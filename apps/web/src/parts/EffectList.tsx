import type { ReactNode } from "react";
import { usePage } from "../page-context.ts";

/** Lists the acts that were done on this page, with their effects. */
export function EffectList(): ReactNode {
  const { effects } = usePage();
  return (
    <section className="panel">
      <h2>Done here</h2>
      {effects.length === 0 && <p className="faint">Nothing yet. Each act is written to the log of the server.</p>}
      <ul className="effects">
        {effects.map(({ at, text }) => (
          <li key={at.getTime()}>
            <time dateTime={at.toISOString()}>{at.toLocaleTimeString("en-GB")}</time> {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
