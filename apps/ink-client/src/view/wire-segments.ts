import type { Segment, Style } from "@chat/terminal-rows/row";

/** The look of each part of what goes over the wire. */
const KEY: Style = { color: "magenta" };
const STRING: Style = {};
const PUNCTUATION: Style = { isDim: true };
const HANDSHAKE: Style = { color: "yellow" };

/** A string with the colon behind it if there is one, punctuation, or anything else. An unfinished string is one, too. */
const PART = /(?<string>"(?:[^"\\]|\\.?)*"?)(?<colon>\s*:)?|(?<punctuation>[{}[\],:\s␤]+)|[^"{}[\],:\s␤]+/gu;

/**
 * Divides a line of the wire, made safe to show, into its parts: JSON keys, strings and punctuation.
 *
 * @param isSent true for what this side wrote: there, a line that is no JSON is the handshake
 */
export function colorWire(text: string, isSent: boolean): Segment[] {
  if (isSent && !text.startsWith("{")) return [{ text, ...HANDSHAKE }];
  const segments: Segment[] = [];
  for (const { 0: part, groups: { string, colon, punctuation } = {} } of text.matchAll(PART)) {
    if (string === undefined) segments.push({ text: part, ...(punctuation === undefined ? STRING : PUNCTUATION) });
    else if (colon === undefined) segments.push({ text: string, ...STRING });
    else segments.push({ text: string, ...KEY }, { text: colon, ...PUNCTUATION });
  }
  return segments;
}
