import { writeClockTime } from "@chat/command-line/local-time";
import { type ChatMessage, displayText, EVERYONE } from "@chat/protocol";

/** Names that look like another part of the line without quotes. */
const CONFUSING_NAME = /^$|[:*→"]/u;

/** Writes a message: `12:34:56 Ada: hello`, or `12:34:56 Ada → Everyone: hello`. */
export function writeMessageLine({ from, to, msg }: ChatMessage, at: number): string {
  const receiver = to === EVERYONE ? ` → ${EVERYONE}` : "";
  return `${writeClockTime(at)} ${showName(from.name)}${receiver}: ${displayText(msg)}`;
}

/** Writes a notice: `12:34:56 * The connection was lost.` */
export function writeNoticeLine(text: string, at: number): string {
  return `${writeClockTime(at)} * ${displayText(text)}`;
}

/** Writes a name; one with a colon, an arrow or a star stands in quotes, so that its end is clear. */
export function showName(name: string): string {
  const shown = displayText(name);
  return CONFUSING_NAME.test(shown) ? `"${shown.replaceAll('"', "'")}"` : shown;
}
