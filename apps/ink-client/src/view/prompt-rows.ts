import { displayText } from "@chat/protocol";
import type { Row, Segment } from "@chat/terminal-rows/row";
import { snapBack } from "../input/grapheme-boundary.ts";
import type { Prompt } from "../input/prompt.ts";
import { type Cluster, countCells, cutToCells, drawClusters, wrapClusters } from "./cells.ts";

/** The rows of the prompt, and the position of the cursor. */
export interface PromptRows {
  readonly rows: readonly Row[];
  readonly cursor: { readonly x: number; readonly y: number };
}

/** A row of the text: its clusters, and the offset of its first character in the displayed text. */
interface TextRow {
  readonly clusters: readonly Cluster[];
  readonly start: number;
  /** The cells before the text: those of the label, in the first row. */
  readonly indent: number;
}

/**
 * Lays the prompt out. A long line of text continues in the next row, after a word where it can; past `maxRows`, the rows
 * around the cursor are shown.
 *
 * @param title the receiver of the line
 */
export function layOutPrompt(prompt: Prompt, title: string, width: number, maxRows: number): PromptRows {
  const label = writeLabel(prompt, title, width);
  const { text, cursorIndex } = shownText(prompt);
  const textRows = wrapText(displayLines(text), countCells(label.text), width);
  const cursor = findCursor(textRows, displayLines(text.slice(0, cursorIndex)).length, width);
  // The cursor behind a full row stands where the next character will be.
  const blank: Row[] = cursor.y === textRows.length ? [[]] : [];
  const rows = textRows.map(({ clusters }, index): Row => {
    const segment = { text: drawClusters(clusters) };
    return index === 0 ? [label, segment] : [segment];
  });
  const all = [...rows, ...blank];
  const first = Math.max(0, Math.min(cursor.y - Math.floor(maxRows / 2), all.length - maxRows));
  return { rows: all.slice(first, first + maxRows), cursor: { x: cursor.x, y: cursor.y - first } };
}

/**
 * Finds the cursor's place one row up or down, in the same column if that row is long enough.
 *
 * @returns the offset in the text of the line; `null` when there is no such row
 */
export function findPromptRow(prompt: Prompt, title: string, width: number, step: 1 | -1): number | null {
  const { text, cursor } = prompt.line;
  const shown = displayLines(text);
  const rows = wrapText(shown, countCells(writeLabel(prompt, title, width).text), width);
  const { x, y } = findCursor(rows, displayLines(text.slice(0, cursor)).length, width);
  const row = rows[y + step];
  if (!row) return null;
  let { start: index, indent: column } = row;
  for (const cluster of row.clusters) {
    if (column + cluster.cells > x) break;
    column += cluster.cells;
    index += cluster.text.length;
  }
  // The end of a row that goes on in the next one is the start of that one.
  const next = rows[y + step + 1];
  if (next && index === next.start) index -= row.clusters.at(-1)?.text.length ?? 0;
  return snapBack(text, findTextOffset(text, index));
}

function shownText({ search, line }: Prompt): { readonly text: string; readonly cursorIndex: number } {
  const text = search ? (search.match ?? "") : line.text;
  return { text, cursorIndex: search ? text.length : line.cursor };
}

/** A paste may hold any characters; only line feeds break rows. The display form of a beginning is the beginning of the display form. */
function displayLines(text: string): string {
  return text
    .split("\n")
    .map((line) => displayText(line))
    .join("\n");
}

/** Finds the offset in a text whose display form up to there has a length. */
function findTextOffset(text: string, shownLength: number): number {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (displayLines(text.slice(0, middle)).length <= shownLength) low = middle;
    else high = middle - 1;
  }
  return low;
}

function wrapText(shown: string, labelCells: number, width: number): TextRow[] {
  const rows: TextRow[] = [];
  let start = 0;
  for (const line of shown.split("\n")) {
    for (const clusters of wrapClusters(line, width, rows.length === 0 ? labelCells : 0)) {
      rows.push({ clusters, start, indent: rows.length === 0 ? labelCells : 0 });
      start += clusters.reduce((length, { text }) => length + text.length, 0);
    }
    start += 1;
  }
  return rows;
}

/** Finds the cells of the cursor; behind a full row it is in the next one, which may not be there yet. */
function findCursor(rows: readonly TextRow[], index: number, width: number): PromptRows["cursor"] {
  const y = Math.max(
    0,
    rows.findLastIndex(({ start }) => start <= index),
  );
  const row = rows[y];
  if (!row) return { x: 0, y: 0 };
  let x = row.indent;
  let at = row.start;
  for (const cluster of row.clusters) {
    if (at >= index) break;
    at += cluster.text.length;
    x += cluster.cells;
  }
  return x >= width ? { x: 0, y: y + 1 } : { x, y };
}

/** Writes the label before the text: the receiver, or what is searched for. */
function writeLabel({ search }: Prompt, title: string, width: number): Segment {
  const room = Math.max(1, Math.floor(width / 3));
  if (!search) return { text: `[${cutToCells(displayText(title), Math.max(1, room - 3))}] `, isBold: true };
  const found = search.match === null && search.query !== "" ? "nothing found" : "your lines";
  return { text: `(${cutToCells(`${found}: ${displayText(search.query)}`, room)}) `, isBold: true, color: "yellow" };
}
