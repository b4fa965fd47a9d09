import { type ChatMessage, displayText, EVERYONE } from "@chat/protocol";
import { writeClockTime } from "../view/local-time.ts";

/** A name that could be taken for a part of the line, if it stood there bare. */
const CONFUSING_NAME = /^$|[:*→"]/u;

/** Writes what somebody says: `12:34:56 Ada: hello`, or `12:34:56 Ada → Everyone: hello`. */
export function writeMessageLine({ from, to, msg }: ChatMessage, at: number): string {
  const receiver = to === EVERYONE ? ` → ${EVERYONE}` : "";
  return `${writeClockTime(at)} ${showName(from.name)}${receiver}: ${displayText(msg)}`;
}

/** Writes what is not said by anybody: `12:34:56 * The connection was lost.` */
export function writeNoticeLine(text: string, at: number): string {
  return `${writeClockTime(at)} * ${displayText(text)}`;
}

/** Shows a name so that it ends where it ends: one with a colon, an arrow or a star in it stands in quotes. */
export function showName(name: string): string {
  const shown = displayText(name);
  return CONFUSING_NAME.test(shown) ? `"${shown.replaceAll('"', "'")}"` : shown;
}
