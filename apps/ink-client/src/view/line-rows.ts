import { writeClockTime } from "@chat/command-line/local-time";
import { displayText } from "@chat/protocol";
import type { Row, Segment, Style } from "@chat/terminal-rows/row";
import type { Delivery, LineKind, LogLine } from "../state/log-line.ts";
import { linkAddresses } from "./address-links.ts";
import { countCells, cutToCells, wrapToCells } from "./cells.ts";
import { type LogColumns, NICK_SEPARATOR } from "./log-columns.ts";
import { nickColor } from "./nick-color.ts";
import { RowCache } from "./row-cache.ts";

/** The marks in the column of names for lines without a sender. */
const MARKS: Partial<Record<LineKind, string>> = { notice: "--", problem: "!!" };

const TEXT_STYLES: Record<LineKind, Style> = {
  message: {},
  own: {},
  server: {},
  notice: { isDim: true },
  problem: { color: "red" },
};

/** Far more rows than a terminal has. */
const rowsOfLines = new RowCache<LogLine>(2_000);

/**
 * Lays a line of the log out in rows. Only the first row has the time and the name. Every other one has a line before the
 * text, so that no text looks like a line of somebody else, whatever line breaks are in it.
 */
export function layOutLine(line: LogLine, columns: LogColumns): readonly Row[] {
  return rowsOfLines.rowsOf(line, columns.width, () =>
    columns.nick > 0 ? layOutInColumns(line, columns) : layOutInline(line, columns),
  );
}

function layOutInColumns(line: LogLine, columns: LogColumns): Row[] {
  const { width, time, nick } = columns;
  const indent = time + 1 + nick;
  const textWidth = width - indent - NICK_SEPARATOR.length;
  const name = cutToCells(writeNick(line), nick);
  // Only the name is marked, not the blanks that push it to the right.
  const beforeName = " ".repeat(1 + nick - countCells(name));
  return wrapText(line, textWidth).map((text, index) => {
    const start: Row =
      index > 0
        ? [{ text: " ".repeat(indent) }]
        : [
            { text: writeClockTime(line.at).slice(0, time) + beforeName, isDim: true },
            { text: name, ...nickStyle(line) },
          ];
    return [...start, { text: NICK_SEPARATOR, isDim: true }, ...text];
  });
}

/** The separator between the name and the text in a narrow log. */
const NAME_END = ": ";

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
  const name = cutToCells(writeInlineNick(line), Math.max(1, Math.floor(width / 2)));
  const nickCells = countCells(name) + NAME_END.length;
  // The first row is shorter by the name: blanks in its place keep it free while the text is wrapped.
  const [first = [], ...rest] = wrapText(line, width - indent.length, nickCells - indent.length);
  const nick: Row = [
    { text: name, ...nickStyle(line) },
    { text: NAME_END, isDim: true },
  ];
  return [[...nick, ...first], ...rest.map((row) => [{ text: indent, isDim: true }, ...row])];
}

/** Wraps the text of a line, and adds what is known of its delivery. */
function wrapText(line: LogLine, cells: number, firstRowTaken = 0): Segment[][] {
  const style = line.isMention ? { ...TEXT_STYLES[line.kind], isBold: true } : TEXT_STYLES[line.kind];
  const note = line.delivery ? writeDelivery(line.delivery) : null;
  const reserved = "\u00a0".repeat(Math.max(0, firstRowTaken));
  const rows = `${reserved}${writeLines(line.text)}`
    .split("\n")
    .flatMap((part, index) => linkAddresses(part, wrapToCells(part, Math.max(1, cells)), style, `${line.id}-${index}`));
  const [start] = rows[0] ?? [];
  if (start) rows[0]?.splice(0, 1, { ...start, text: start.text.slice(reserved.length) });
  if (note === null) return rows;
  const last = rows.at(-1);
  const used =
    countCells(last?.map((segment) => segment.text).join("") ?? "") + (rows.length === 1 ? firstRowTaken : 0);
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

function writeNick(line: LogLine): string {
  return MARKS[line.kind] ?? displayText(line.from);
}

/** Writes the sender of a line for a log in which it stands before the text. */
export function writeInlineNick(line: LogLine): string {
  return MARKS[line.kind] ?? writeInlineName(line.from);
}

function nickStyle(line: LogLine): Style {
  switch (line.kind) {
    case "own":
      return { isBold: true };
    case "server":
    case "notice":
      return { isDim: true };
    case "problem":
      return { color: "red" };
    case "message":
      return { color: nickColor(line.from), isInverse: line.isMention };
  }
}

/** Returns the mark behind a message of ours, with what is known of it; `null` while it is on its way. */
export function writeDelivery(delivery: Delivery): Segment | null {
  switch (delivery.kind) {
    case "sending":
    case "sent":
      return null;
    case "processed":
      return { text: delivery.receivers === null ? "✓" : `(to ${countUsers(delivery.receivers)})`, isDim: true };
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

function countUsers(count: number): string {
  return count === 1 ? "1 user" : `${count} users`;
}
