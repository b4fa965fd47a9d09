import { asciiJson, asciiJsonBytes } from "@chat/protocol";
import { type LineParts, serverLineOf, serverLineOverhead } from "../delivery/line.ts";
import type { AnswerLines } from "../dispatch/answer-queue.ts";

/**
 * Writes the server's texts to one user as lines that its client takes. A text that is too long is cut, and says so: nothing
 * is lost silently.
 */
export class ServerLines implements AnswerLines {
  readonly #to: LineParts;
  readonly #maxLineBytes: number;

  /** @param maxLineBytes - the longest line that the client takes */
  constructor(to: LineParts, maxLineBytes: number) {
    this.#to = to;
    this.#maxLineBytes = maxLineBytes;
  }

  toLine(text: string): string {
    const literal = literalOf(text);
    const textBytes = literal.length - 2;
    const room = this.textRoom(this.#maxLineBytes);
    return serverLineOf(this.#to, textBytes <= room ? literal : cutLiteral(text, textBytes, room));
  }

  textRoom(maxMessageBytes: number): number {
    return Math.min(this.#maxLineBytes, maxMessageBytes) - serverLineOverhead(this.#to);
  }
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
