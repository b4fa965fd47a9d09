import { asciiJson, asciiJsonBytes } from "@chat/protocol";
import { type LineParts, serverLineOf, serverLineOverhead } from "../delivery/line.ts";

/**
 * Writes an answer as a line of at most `maxBytes`. A text that is too long for it is cut, and says so: nothing is lost
 * silently.
 */
export function answerLine(to: LineParts, text: string, maxBytes: number): string {
  const literal = literalOf(text);
  const textBytes = literal.length - 2;
  const room = maxBytes - serverLineOverhead(to);
  return serverLineOf(to, textBytes <= room ? literal : cutLiteral(text, textBytes, room));
}

function cutLiteral(text: string, textBytes: number, room: number): string {
  const mark = ` … (cut: ${textBytes} bytes)`;
  return asciiJson(text.slice(0, countFittingUnits(text, room - asciiJsonBytes(mark))) + mark);
}

/** Shortest text whose literal is cached: many users in a row get the same long answer. */
const LONG_TEXT = 512;

let lastText = "";
let lastLiteral = "";

function literalOf(text: string): string {
  if (text.length < LONG_TEXT) return asciiJson(text);
  if (text !== lastText) {
    lastLiteral = asciiJson(text);
    lastText = text;
  }
  return lastLiteral;
}

/** Counts the UTF-16 code units that fit into a number of bytes on the wire, without cutting a surrogate pair. */
function countFittingUnits(text: string, room: number): number {
  let bytes = 0;
  let units = 0;
  for (const character of text) {
    bytes += asciiJsonBytes(character);
    if (bytes > room) break;
    units += character.length;
  }
  return units;
}
