import type { Row } from "@chat/terminal-rows/row";

/** The thing that a click on a row leads to. */
export type ClickTarget =
  | { readonly kind: "conversation"; readonly key: string }
  | { readonly kind: "person"; readonly name: string };

const targets = new WeakMap<Row, ClickTarget>();

/** Makes a click on a row lead somewhere. */
export function clickable(row: Row, target: ClickTarget): Row {
  targets.set(row, target);
  return row;
}

/** Returns where a click on a row leads; `null` when it leads nowhere. */
export function clickTargetOf(row: Row | undefined): ClickTarget | null {
  return (row && targets.get(row)) ?? null;
}
