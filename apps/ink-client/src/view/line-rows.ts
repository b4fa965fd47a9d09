import { writeClockTime } from "@chat/command-line/local-time";
import { displayText } from "@chat/protocol";
import { type Row, rowText, type Segment, type Style } from "@chat/terminal-rows/row";
import type { Delivery, LineKind, LogLine } from "../state/log-line.ts";
import { linkAddresses } from "./address-links.ts";
import { countCells, cutToCells, wrapToCells } from "./cells.ts";
import { GROUPED_SEPARATOR, type LogColumns, NICK_SEPARATOR } from "./log-columns.ts";
import { RowCache } from "./row-cache.ts";
import { nickColor } from "./theme.ts";

/** The marks in the column of names for lines without a sender. */
const MARKS: Partial<Record<LineKind, string>> = { notice: "--", problem: "!!" };

const TEXT_STYLES: Partial<Record<LineKind, Style>> = { notice: { isDim: true }, problem: { color: "red" } };

/** Far more rows than a terminal has. */
const rowsOfLines = new RowCache<LogLine>(2_000);

/**
 * Lays a line of the log out in rows. Only the first row has the time and the name. Every other one has a line before the
 * text, so that no text looks like a line of somebody else, whatever line breaks are in it.
 *
 * @param isGrouped true below a line with the same time and name: where they have columns, they are not written again
 */
export function layOutLine(line: LogLine, columns: LogColumns, isGrouped = false): readonly Row[] {
  return rowsOfLines.rowsOf(line, `${columns.width} ${isGrouped}`, () =>
    columns.nick > 0 ? layOutInColumns(line, columns, isGrouped) : layOutInline(line, columns),
  );
}

function layOutInColumns(line: LogLine, columns: LogColumns, isGrouped: boolean): Row[] {
  const blank: Segment = { text: " ".repeat(columns.time + 1 + columns.nick) };
  const textWidth = columns.width - blank.text.length - NICK_SEPARATOR.length;
  return wrapText(line, textWidth).map((text, index) => {
    const separator = isGrouped && index === 0 ? GROUPED_SEPARATOR : NICK_SEPARATOR;
    const row: Row = [blank, { text: separator, isDim: true }, ...text];
    return isGrouped || index > 0 ? row : nameSender(row, line, columns);
  });
}

/** Writes time and name where a row of a line has blanks in their place. */
export function nameSender(row: Row, line: LogLine, { time, nick }: LogColumns): Row {
  const [blank, ...rest] = row;
  if (nick === 0 || blank?.text !== " ".repeat(time + 1 + nick)) return row;
  const name = cutToCells(MARKS[line.kind] ?? displayText(line.from), nick);
  // Only the name is marked, not the blanks that push it to the right.
  const beforeName = " ".repeat(1 + nick - countCells(name));
  const start = { text: writeClockTime(line.at).slice(0, time) + beforeName, isDim: true };
  return [start, { text: name, ...nickStyle(line) }, ...rest];
}

/** Names that could be taken for a row that goes on, or for a name and a text. */
const CONFUSING_NAME = /^(?![\p{L}\p{N}])|:/u;

/** Writes a name for a log in which it stands before the text; a confusing one in quotes. */
export function writeInlineName(name: string): string {
  const shown = displayText(name);
  return CONFUSING_NAME.test(shown) ? `"${shown.replaceAll('"', "'")}"` : shown;
}

/** Lays out a line for a narrow log: the name before the text, and a line before each of the next rows. */
function layOutInline(line: LogLine, { width }: LogColumns): Row[] {
  const indent = "│ ".slice(0, Math.max(0, width - 1));
  const [writtenName, end] = writeInlineNick(line);
  const name = cutToCells(writtenName, Math.max(1, Math.floor(width / 2)));
  const nickCells = countCells(name) + end.length;
  // The first row is shorter by the name: blanks in its place keep it free while the text is wrapped.
  const [first = [], ...rest] = wrapText(line, width - indent.length, nickCells - indent.length);
  const nick: Row = [
    { text: name, ...nickStyle(line) },
    { text: end, isDim: true },
  ];
  return [[...nick, ...first], ...rest.map((row) => [{ text: indent, isDim: true }, ...row])];
}

/** Wraps the text of a line, and adds what is known of its delivery. */
function wrapText(line: LogLine, cells: number, firstRowTaken = 0): Segment[][] {
  const style = { ...TEXT_STYLES[line.kind], ...(line.isMention && { isBold: true }) };
  const note = line.delivery ? writeDelivery(line.delivery) : null;
  const reserved = "\u00a0".repeat(Math.max(0, firstRowTaken));
  const rows = `${reserved}${writeLines(line.text)}`
    .split("\n")
    .flatMap((part, index) => linkAddresses(part, wrapToCells(part, Math.max(1, cells)), style, `${line.id}-${index}`));
  const [start] = rows[0] ?? [];
  if (start) rows[0]?.splice(0, 1, { ...start, text: start.text.slice(reserved.length) });
  if (note === null) return rows;
  const last = rows.at(-1);
  const used = countCells(rowText(last ?? [])) + (rows.length === 1 ? firstRowTaken : 0);
  if (last && used + 1 + countCells(note.text) <= cells) last.push({ text: " " }, note);
  else rows.push(...wrapToCells(note.text, Math.max(1, cells)).map((part) => [{ ...note, text: part }]));
  return rows;
}

/** The line breaks of a text that are shown as such: a text of nothing else must not push all others off the screen. */
const MAX_LINE_BREAKS = 200;

/** Writes a text with its line breaks. Those at its end are left out, and those past the limit are shown as `␤`. */
export function writeLines(text: string): string {
  const lines = displayText(text, { newlines: "keep" }).trimEnd().split("\n");
  const rest = lines.splice(MAX_LINE_BREAKS);
  return [...lines, ...(rest.length > 0 ? [rest.join("␤")] : [])].join("\n");
}

/** Writes the sender of a line for a log in which it stands before the text, and what stands between the two. */
export function writeInlineNick({ kind, from }: LogLine): readonly [name: string, end: string] {
  const mark = MARKS[kind];
  return mark ? [mark, " "] : [writeInlineName(from), ": "];
}

function nickStyle({ kind, from, isMention }: LogLine): Style {
  return kind === "message" ? { color: nickColor(from), isInverse: isMention } : NICK_STYLES[kind];
}

const NICK_STYLES: Readonly<Record<Exclude<LineKind, "message">, Style>> = {
  own: { isBold: true },
  server: { isDim: true },
  notice: { isDim: true },
  problem: { color: "red" },
};

/** Returns the mark behind a message of ours, with what is known of it; `null` while it is on its way. */
export function writeDelivery(delivery: Delivery): Segment | null {
  switch (delivery.kind) {
    case "sending":
    case "sent":
      return null;
    case "processed":
      return { text: delivery.receivers === 0 ? "(nobody else is online)" : "✓", isDim: true };
    case "waiting":
      return { text: "(waits for the connection)", color: "yellow" };
    case "unknown":
      return { text: `(may not have arrived${writeReason(delivery.reason)})`, color: "yellow" };
    case "resent":
      return { text: "(sent again)", isDim: true };
    case "failed":
      return { text: `(not delivered${writeReason(delivery.reason)})`, color: "red" };
  }
}

function writeReason(reason: string | undefined): string {
  return reason === undefined ? "" : `: ${displayText(reason)}`;
}
