import { displayText } from "@chat/protocol";
import type { LogLine } from "../state/log-line.ts";

/** Writes a log as lines of text for a file: the date and time, who, and what. */
export function writeLogText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${writeLocalTime(line.at)} ${writeSender(line)}: ${displayText(line.text)}\n`).join("");
}

function writeSender({ kind, from }: LogLine): string {
  return kind === "notice" || kind === "problem" ? "*" : displayText(from);
}

/** `2026-11-24 09:30:00` by the local clock. */
function writeLocalTime(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, "2026-11-24T09:30:00".length).replace("T", " ");
}
