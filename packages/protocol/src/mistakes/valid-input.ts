import { decodeJsonMsg } from "../message.ts";
import { findUsernameProblem } from "../username.ts";
import { trimWhiteSpace } from "../white-space.ts";

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Returns the message with which the bytes begin, behind white space; `null` when they begin with something else. */
export function takeMessage(bytes: Uint8Array): Uint8Array | null {
  const start = bytes.findIndex((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  if (bytes[start] !== OPENING_BRACE) return null;
  const frame = bytes.subarray(start, findFrameEnd(bytes, start));
  return decodeJsonMsg(frame) && frame;
}

/**
 * Returns the name with which the bytes begin, trimmed; `null` when it is none that anybody can have.
 *
 * @param isWhole - true when nothing may follow its newline
 */
export function takeName(bytes: Uint8Array, isWhole = false): string | null {
  const end = bytes.indexOf(LINE_FEED);
  if (isWhole && end >= 0 && end < bytes.length - 1) return null;
  try {
    const name = trimWhiteSpace(utf8Decoder.decode(end < 0 ? bytes : bytes.subarray(0, end)));
    return findUsernameProblem(name) ? null : name;
  } catch {
    return null;
  }
}

/** Finds the end of a frame by the rules of the contract [C-12]; the end of the bytes when there is none. */
function findFrameEnd(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPENING_BRACE) depth += 1;
    else if (byte === CLOSING_BRACE && --depth === 0) return at + 1;
  }
  return bytes.length;
}
