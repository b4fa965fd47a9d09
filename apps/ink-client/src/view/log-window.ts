import type { Row, Style } from "@chat/terminal-rows/row";
import type { Conversation } from "../state/conversation.ts";
import type { LogLine } from "../state/log-line.ts";
import { findHits, type LogSearch } from "../state/log-search.ts";
import type { Scroll } from "../state/scroll.ts";
import { countCells } from "./cells.ts";
import { layOutLine, nameSender } from "./line-rows.ts";
import type { LogColumns } from "./log-columns.ts";
import { findMarkedRow, markHits } from "./search-marks.ts";

/** Room for a log on the screen. */
export interface LogSize {
  readonly columns: LogColumns;
  readonly height: number;
}

/** A position in a log: a line, and the number of its last rows below the window. */
interface LogPosition {
  readonly index: number;
  readonly hiddenRows: number;
}

const MINUTE_MS = 60_000;

const weekdayFormat = new Intl.DateTimeFormat("en", { weekday: "long" });
const monthFormat = new Intl.DateTimeFormat("en", { month: "long" });

/** Returns the visible rows of a log, with the hits of a search marked. Lays out no others. */
export function visibleRows(conversation: Conversation, { columns, height }: LogSize): Row[] {
  const bottom = findPosition(conversation);
  const blocks: (readonly Row[])[] = [];
  let { index } = bottom;
  for (let rows = -bottom.hiddenRows; index >= 0 && rows < height; index--) {
    const block = layOutBlock(conversation, index, columns, layOutMarked);
    blocks.push(block);
    rows += block.length;
  }
  const all = blocks.reverse().flat();
  const end = all.length - bottom.hiddenRows;
  const [top, ...others] = all.slice(Math.max(0, end - height), end);
  const topLine = conversation.lines[index + 1];
  // Above the window nobody sees who wrote its first row.
  return top && topLine ? [nameSender(top, topLine, columns), ...others] : [];

  function layOutMarked(line: LogLine, _: LogColumns, isGrouped?: boolean): readonly Row[] {
    const { search } = conversation;
    if (!search || findHits([line], search.line.text, search.folded).length === 0)
      return layOutLine(line, columns, isGrouped);
    // The hit may be the name.
    return markHits(layOutLine(line, columns), search.line.text, line.id === search.hits[search.index]);
  }
}

/** Scrolls by a number of rows, up when positive. Returns `null` at the bottom, where scrolling ends. */
export function scrollLog(conversation: Conversation, rows: number, size: LogSize): Scroll | null {
  const { lines } = conversation;
  const { index, hiddenRows } = findPosition(conversation);
  const wanted = moveToLine(conversation, { index, hiddenRows: hiddenRows + rows }, size.columns);
  const position = keepWindowFull(conversation, wanted, size);
  const line = lines[position.index];
  if (!line || (position.index === lines.length - 1 && position.hiddenRows === 0)) return null;
  const linesSoFar = conversation.scroll?.linesSoFar ?? conversation.lineCount;
  return { lineId: line.id, hiddenRows: position.hiddenRows, linesSoFar };
}

/** Scrolls to the hit of a search, so that it stands in the middle of the window if it can. The window stays there when lines come. */
export function scrollToHit(conversation: Conversation, search: LogSearch, size: LogSize): Scroll | null {
  const { lines, lineCount, scroll } = conversation;
  const line = lines.find(({ id }) => id === search.hits[search.index]);
  if (!line) return search.scrollBefore;
  const rows = layOutLine(line, size.columns);
  const hiddenRows = rows.length - 1 - findMarkedRow(rows, search.line.text);
  const linesSoFar = scroll?.linesSoFar ?? lineCount;
  const atHit = { ...conversation, scroll: { lineId: line.id, hiddenRows, linesSoFar } };
  const bottom = { lineId: lines.at(-1)?.id ?? 0, hiddenRows: 0, linesSoFar };
  return scrollLog(atHit, -Math.floor(size.height / 2), size) ?? bottom;
}

/** Counts the lines that have come since the scrolling began. */
export function countNewBelow({ scroll, lineCount }: Conversation): number {
  return scroll ? lineCount - scroll.linesSoFar : 0;
}

/** Moves a position down until the rows above it fill the window, if there are enough. */
function keepWindowFull(conversation: Conversation, position: LogPosition, { columns, height }: LogSize): LogPosition {
  let above = -position.hiddenRows;
  for (let index = position.index; index >= 0; index--) {
    above += layOutBlock(conversation, index, columns).length;
    if (above >= height) return position;
  }
  return moveToLine(conversation, { ...position, hiddenRows: position.hiddenRows - (height - above) }, columns);
}

/** Moves a position with too few or too many hidden rows to the line that it means, at most to the first or the last one. */
function moveToLine(conversation: Conversation, position: LogPosition, columns: LogColumns): LogPosition {
  let { index, hiddenRows } = position;
  const countRows = () => layOutBlock(conversation, index, columns).length;
  while (hiddenRows < 0 && index < conversation.lines.length - 1) {
    index += 1;
    hiddenRows += countRows();
  }
  for (let rows = countRows(); hiddenRows >= rows && index > 0; rows = countRows()) {
    index -= 1;
    hiddenRows -= rows;
  }
  return { index, hiddenRows: Math.max(0, hiddenRows) };
}

/** Finds the line at the bottom of the window. */
export function findPosition({ lines, scroll }: Conversation): LogPosition {
  const last = lines.length - 1;
  if (!scroll) return { index: last, hiddenRows: 0 };
  // Ids rise along the log, and a line that is long gone has its successor in the oldest that is left.
  const index = lines.findLastIndex(({ id }) => id <= scroll.lineId);
  return index < 0 ? { index: 0, hiddenRows: 0 } : { index, hiddenRows: scroll.hiddenRows };
}

/** Lays out a line with the rules before it: the date when it has changed, and the mark before the first unread line. */
function layOutBlock(
  { lines, firstUnreadId }: Conversation,
  index: number,
  columns: LogColumns,
  layOut = layOutLine,
): readonly Row[] {
  const line = lines[index];
  if (!line) return [];
  const last = lines[index - 1];
  const before: Row[] = [];
  if (startsDay(line, last)) before.push(drawRule(writeDate(line.at, columns), columns, { isDim: true }));
  if (line.id === firstUnreadId) before.push(drawRule("unread", columns, { color: "yellow" }));
  const rows = layOut(line, columns, before.length === 0 && isSameSpeech(line, last));
  return before.length === 0 ? rows : [...before, ...rows];
}

/** Returns whether a line has the time and the name of the one before it. One that mentions us shows them: its name is marked. */
function isSameSpeech({ kind, from, at, isMention }: LogLine, last: LogLine | undefined): boolean {
  const isSameSender = from !== "" && from === last?.from && kind === last.kind;
  return isSameSender && !isMention && Math.floor(at / MINUTE_MS) === Math.floor(last.at / MINUTE_MS);
}

function startsDay(line: LogLine, before: LogLine | undefined): boolean {
  return !before || new Date(line.at).toDateString() !== new Date(before.at).toDateString();
}

function drawRule(label: string, { width }: LogColumns, style: Style): Row {
  const text = `── ${label} `.slice(0, width);
  return [{ text: text + "─".repeat(Math.max(0, width - countCells(text))), ...style }];
}

/** `Tuesday 24 November 2026`, or `Tue 24 Nov 2026` in a narrow log */
function writeDate(at: number, { nick }: LogColumns): string {
  const date = new Date(at);
  const long = `${weekdayFormat.format(date)} ${date.getDate()} ${monthFormat.format(date)} ${date.getFullYear()}`;
  return nick > 0 ? long : long.replaceAll(/([A-Z]..)\w*/g, "$1");
}
