import { writeDuration } from "@chat/command-line/duration";
import { displayText } from "@chat/protocol";
import type { ConnectionReport } from "@chat/server";
import { joinPort } from "./addresses.ts";

/** A column: its heading, and its text for a connection. */
type Column = readonly [heading: string, width: number, write: (report: ConnectionReport) => string];

const COLUMNS: readonly Column[] = [
  ["name", 16, ({ name }) => (name === null ? "-" : displayText(name))],
  ["address", 21, ({ ip, port }) => joinPort(ip, port)],
  ["age", 6, ({ ageMs }) => writeDuration(ageMs)],
  ["framed", 6, ({ name, isFramed }) => (name === null ? "-" : isFramed ? "yes" : "no")],
  ["sent", 5, ({ messagesIn }) => writeCount(messagesIn)],
  ["bytes", 5, ({ bytesIn }) => writeCount(bytesIn)],
  ["received", 8, ({ messagesOut }) => writeCount(messagesOut)],
  ["bytes", 5, ({ bytesOut }) => writeCount(bytesOut)],
  ["waiting", 7, ({ waitingMessages }) => writeCount(waitingMessages)],
  ["bytes", 5, ({ waitingBytes }) => writeCount(waitingBytes)],
  ["slowed down", 11, writeSlowed],
  ["refused", 0, writeRefused],
];

/** Sorts connections: those with most refused messages first, then those that read or send too slowly or too fast. */
export function sortByTrouble(reports: readonly ConnectionReport[]): ConnectionReport[] {
  const ranked = reports.map((report) => ({ report, refused: countRefused(report), weight: weigh(report) }));
  return ranked.sort((a, b) => b.refused - a.refused || b.weight - a.weight).map(({ report }) => report);
}

/** Writes the line above the table, and its headings. */
export function writeTableHead(reports: readonly ConnectionReport[]): string {
  const troubled = reports.filter((report) => countRefused(report) > 0).length;
  const count = `${reports.length} ${reports.length === 1 ? "connection" : "connections"}`;
  const headings = COLUMNS.map(([heading, width]) => heading.padEnd(width)).join("  ");
  return `${count}, ${troubled} with refused messages\n${headings.trimEnd()}\n`;
}

/** Writes a connection as a row of the table. */
export function writeTableRow(report: ConnectionReport): string {
  const cells = COLUMNS.map(([, width, write]) => write(report).padEnd(width));
  return `${cells.join("  ").trimEnd()}\n`;
}

const SIZES = [
  ["G", 1_000_000_000],
  ["M", 1_000_000],
  ["k", 1_000],
] as const;

/** Writes a number in at most five characters: `9999`, `10k`, `12M`. */
function writeCount(count: number): string {
  const [letter, size] = SIZES.find(([, size]) => count >= 10 * size) ?? ["", 1];
  return `${Math.floor(count / size)}${letter}`;
}

function writeSlowed({ isSlowed, slowedMs }: ConnectionReport): string {
  if (slowedMs < 1 && !isSlowed) return "-";
  return isSlowed ? `now, ${writeDuration(slowedMs)}` : writeDuration(slowedMs);
}

function writeRefused({ refused }: ConnectionReport): string {
  const counts = Object.entries(refused).map(([kind, count]) => `${count} ${kind}`);
  return counts.length === 0 ? "-" : counts.join(", ");
}

function countRefused({ refused }: ConnectionReport): number {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}

/** Bytes that wait, and time slowed down: whichever is more than nothing puts a connection before the quiet ones. */
function weigh({ waitingBytes, slowedMs }: ConnectionReport): number {
  return waitingBytes + slowedMs;
}
