import type { ReactNode } from "react";

/** A figure: what it is of, its value, and a note. */
export type Figure = readonly [label: string, value: string, note?: string];

/** Figures side by side. Those with a note are of interest by themselves, and larger. */
export function FigureList({ figures, className }: { figures: readonly Figure[]; className: string }): ReactNode {
  return (
    <dl className={className}>
      {figures.map(([label, value, note]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{note === undefined ? value : <b>{value}</b>}</dd>
          {note !== undefined && <dd className="note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
