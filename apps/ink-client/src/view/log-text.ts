import { writeDateTime } from "@chat/command-line/local-time";
import { displayText } from "@chat/protocol";
import type { LogLine } from "../state/log-line.ts";

/** Writes a log as lines of text for a file: date and time, sender, text. */
export function writeLogText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${writeDateTime(line.at)} ${writeSender(line)}: ${displayText(line.text)}\n`).join("");
}

function writeSender({ kind, from }: LogLine): string {
  return kind === "notice" || kind === "problem" ? "*" : displayText(from);
}
