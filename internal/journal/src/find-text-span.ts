import type { ByteSpan } from "./journal-event.ts";

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

const decoder = new TextDecoder();

/**
 * Finds the value of `msg` in the bytes of a valid message, without its quotes. The key may be spelled with escapes, and users may
 * be called `msg`: only a key of the outer object counts.
 */
export function findTextSpan(frame: Uint8Array): ByteSpan {
  let depth = 0;
  let key = "";
  let isValue = false;
  let at = 0;
  while (at < frame.length) {
    const byte = frame[at];
    if (byte === QUOTE) {
      const end = findClosingQuote(frame, at + 1);
      if (isValue && depth === 1 && key === "msg") return { offset: at + 1, length: end - at - 1 };
      if (!isValue && depth === 1) key = readLiteral(frame.subarray(at, end + 1));
      isValue = false;
      at = end;
    } else if (byte === COLON) isValue = true;
    else if (byte === OPENING_BRACE) {
      depth += 1;
      isValue = false;
    } else if (byte === CLOSING_BRACE) depth -= 1;
    at += 1;
  }
  // Not a valid message, so nothing of it may be taken for harmless.
  return { offset: 0, length: frame.length };
}

function findClosingQuote(frame: Uint8Array, from: number): number {
  let at = from;
  while (at < frame.length && frame[at] !== QUOTE) at += frame[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, frame.length);
}

function readLiteral(bytes: Uint8Array): string {
  return JSON.parse(decoder.decode(bytes)) as string;
}
