import { displayText } from "@chat/protocol";
import type { Row, Segment } from "@chat/terminal-rows/row";
import type { Prompt } from "../input/prompt.ts";
import { countCells, cutToCells, splitClusters } from "./cells.ts";

/** The rows of the prompt, and the position of the cursor. */
export interface PromptRows {
  readonly rows: readonly Row[];
  readonly cursor: { readonly x: number; readonly y: number };
}

/** The label before the text; `isSearch` is true while the user types into the search. */
interface Label {
  readonly text: string;
  readonly isSearch: boolean;
}

/** The replacement of a cluster that fits into no row. */
const TOO_WIDE = { drawn: "…", cells: 1 } as const;

/**
 * Lays the prompt out. A long text continues in the next row; past `maxRows`, the rows around the cursor are shown.
 *
 * @param title the receiver of the line
 */
export function layOutPrompt(prompt: Prompt, title: string, width: number, maxRows: number): PromptRows {
  const label = writeLabel(prompt, title, width);
  const text = prompt.search ? (prompt.search.match ?? "") : prompt.line.text;
  const cursorIndex = prompt.search ? text.length : prompt.line.cursor;
  // A paste may hold any characters. The display form of a beginning is the beginning of the display form.
  const shown = displayText(text);
  const shownCursorIndex = displayText(text.slice(0, cursorIndex)).length;
  const rows: Segment[][] = [[{ text: label.text, isBold: true, ...(label.isSearch ? { color: "yellow" } : {}) }]];
  let current = "";
  let used = countCells(label.text);
  let index = 0;
  let cursor: PromptRows["cursor"] | null = null;
  for (const cluster of splitClusters(shown)) {
    const { drawn, cells } = cluster.cells > width ? TOO_WIDE : cluster;
    if (used + cells > width) breakRow();
    if (index >= shownCursorIndex) cursor ??= { x: used, y: rows.length - 1 };
    current += drawn;
    used += cells;
    index += cluster.text.length;
  }
  // The cursor behind a full row stands where the next character will be.
  if (!cursor) {
    if (used >= width) breakRow();
    cursor = { x: used, y: rows.length - 1 };
  }
  rows.at(-1)?.push({ text: current });
  const first = Math.max(0, Math.min(cursor.y - Math.floor(maxRows / 2), rows.length - maxRows));
  return { rows: rows.slice(first, first + maxRows), cursor: { x: cursor.x, y: cursor.y - first } };

  function breakRow(): void {
    rows.at(-1)?.push({ text: current });
    rows.push([]);
    current = "";
    used = 0;
  }
}

function writeLabel({ search }: Prompt, title: string, width: number): Label {
  const room = Math.max(1, Math.floor(width / 3));
  if (!search) return { text: `[${cutToCells(displayText(title), Math.max(1, room - 3))}] `, isSearch: false };
  const found = search.match === null && search.query !== "" ? "nothing found" : "search";
  return { text: `(${cutToCells(`${found}: ${displayText(search.query)}`, room)}) `, isSearch: true };
}
