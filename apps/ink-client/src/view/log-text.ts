import { writeDateTime } from "@chat/command-line/local-time";
import { displayText } from "@chat/protocol";
import type { LogLine } from "../state/log-line.ts";
import { writeDelivery } from "./line-rows.ts";

/** Writes a log as lines of text for a file: date and time, sender, text, and what is known of a message of ours. */
export function writeLogText(lines: readonly LogLine[]): string {
  return lines
    .map((line) => `${writeDateTime(line.at)} ${writeSender(line)}: ${displayText(line.text)}${writeMark(line)}\n`)
    .join("");
}

function writeSender({ kind, from }: LogLine): string {
  return kind === "notice" || kind === "problem" ? "*" : displayText(from);
}

function writeMark({ delivery }: LogLine): string {
  const mark = delivery && writeDelivery(delivery);
  return mark ? ` ${mark.text}` : "";
}
