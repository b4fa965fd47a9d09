import { asciiJson, asciiJsonBytes } from "@chat/protocol";

/**
 * Writes an answer as a JSON string literal in plain ASCII, cut when it is longer than its reader takes; it says so then:
 * nothing is lost silently.
 *
 * @param maxTextBytes - room without the quotes
 */
export function answerLiteral(text: string, maxTextBytes: number): string {
  const literal = literalOf(text);
  const wireBytes = literal.length - 2;
  if (wireBytes <= maxTextBytes) return literal;
  const mark = ` … (cut: ${wireBytes} bytes)`;
  const room = Math.max(0, maxTextBytes - asciiJsonBytes(mark));
  return asciiJson(text.slice(0, countFittingUnits(text, room)) + mark);
}

/** A text from here on is remembered: many askers in a row get the same long one. */
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

/** Counts the UTF-16 code units that fit into so many bytes on the wire, without cutting a surrogate pair. */
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
