import type { LineState } from "../../src/input/line-editor.ts";

/** Reads a line written with its cursor, for tests: `Ada| Lovelace`. */
export function fromMarked(marked: string): LineState {
  const cursor = marked.indexOf("|");
  return { text: marked.slice(0, cursor) + marked.slice(cursor + 1), cursor };
}

/** Writes a line with its cursor. */
export function toMarked({ text, cursor }: LineState): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}
