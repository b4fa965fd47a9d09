import { createHash } from "node:crypto";
import { displayText } from "@chat/protocol";
import type { LineKind } from "../state/log-line.ts";

/** An entry of a log file: a line of the chat, the bad outcome of a message of ours, or where the log begins, ends or has a gap. */
export interface LogEntry {
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly kind: LineKind | "outcome" | "begin" | "end" | "gap";
  readonly from: string;
  readonly text: string;
}

/** Writes an entry as a line of four columns with tabs between them. In a text that is safe to show there are none. */
export function writeEntry({ at, kind, from, text }: LogEntry): string {
  return `${writeLocalTime(at)}\t${kind}\t${displayText(from)}\t${displayText(text)}\n`;
}

/** Returns whether the last line of a log is whole, and says that the log ends. */
export function saysEnd(log: string): boolean {
  return /\tend\t\t[^\t\n]*\n$/.test(log);
}

/** Writes a moment as `2026-11-24T09:30:00.000+01:00`, by the local clock. */
export function writeLocalTime(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const clock = new Date(at + minutes * 60_000).toISOString().slice(0, -1);
  // A moment of the first day, so that hours and minutes are those of the offset.
  const offset = new Date(Math.abs(minutes) * 60_000).toISOString().slice(11, 16);
  return `${clock}${minutes < 0 ? "-" : "+"}${offset}`;
}

/** The bytes of a name in a file name. File systems take 255 in all. */
const MAX_NAME_BYTES = 200;

/**
 * Writes any text as a name for a file: letters, digits, dots, blanks and hyphens stay, the bytes of all else become `%` and two
 * hexadecimal digits. Different texts have different names, and none leads to another folder. One that is too long ends with a hash.
 */
export function writeSafeName(text: string): string {
  // Marks that pile up and letters that nobody knows are written as bytes, too.
  const unsafe = displayText(text) === text ? /^\.|[^\p{L}\p{M}\p{N}. _-]/gu : /^\.|[^\w. -]/gu;
  const name = text.replace(unsafe, (character) => Buffer.from(character).toString("hex").replace(/../g, "%$&"));
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 32);
  return `${Array.from(name).slice(0, 32).join("")}~${hash}`;
}
