import { concatBytes, NO_BYTES } from "./byte-buffer.ts";
import { InvalidUsernameError } from "./errors.ts";
import { readAscii } from "./fast-path.ts";
import { MAX_HANDSHAKE_BYTES, MAX_NAME_BYTES } from "./limits.ts";
import { findUsernameProblem, isPlainName, type UsernameProblem } from "./username.ts";
import { findInvalidUtf8, UTF8_PENDING, Utf8Decoder } from "./utf8-decoder.ts";
import { isWhiteSpace, trimWhiteSpace } from "./white-space.ts";

/** Outcome of a handshake, by which a connection tells its name [C-30]. */
export type Handshake =
  | {
      readonly kind: "name";
      /** The name, trimmed and allowed. */
      readonly name: string;
      /** True when a newline ended it: such a client frames, and takes batches and long texts. */
      readonly endedByNewline: boolean;
      /** Bytes after the name: the beginning of the first message. */
      readonly rest: Uint8Array;
      /** Position of `rest` in the stream, in bytes. */
      readonly offset: number;
    }
  /** The client skipped the handshake: its name is the `from.name` of the first message, with which `rest` begins [C-32]. */
  | { readonly kind: "message"; readonly rest: Uint8Array; readonly offset: number }
  | { readonly kind: "refused"; readonly problem: HandshakeProblem };

/** Why a handshake is refused: for its name, or before there is one. */
export type HandshakeProblem = UsernameProblem | { readonly code: "not-utf-8"; readonly text: string };

/**
 * Reads the name with which a connection begins [C-30].
 *
 * It can't know when a name without a terminator is complete: the owner of the clock calls {@link finish} after the
 * quiet time, at the handshake deadline, and at the end of the input.
 */
export class HandshakeReader {
  readonly #maxBytes: number;
  #bytes = NO_BYTES;

  /** @param maxBytes most bytes that may stand before the end of the name; default MAX_HANDSHAKE_BYTES (1 KiB) */
  constructor(maxBytes: number = MAX_HANDSHAKE_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of the handshake so far. */
  get length(): number {
    return this.#bytes.length;
  }

  /** Takes bytes; returns the outcome once they decide it, else `null`. Bytes that follow the name are in its `rest`. */
  push(chunk: Uint8Array): Handshake | null {
    if (this.#bytes.length === 0 && chunk.length <= this.#maxBytes) {
      const plain = readPlainName(chunk);
      if (plain) return plain;
    }
    this.#bytes = concatBytes(this.#bytes, chunk);
    const bytes = this.#bytes;
    const blank = measureBlankStart(bytes);
    if (blank.bytes > this.#maxBytes) return this.#refuseLength();
    if (blank.isWholeInput) return null;
    if (bytes[blank.bytes] === OPENING_BRACE) {
      return { kind: "message", rest: bytes.subarray(blank.bytes), offset: blank.bytes };
    }

    // A first line that is blank ends here as well, as the empty name that it is.
    const end = findFirst(bytes, LINE_FEED, OPENING_BRACE);
    if ((end === -1 ? bytes.length : end) > this.#maxBytes) return this.#refuseLength();
    if (end === -1) return null;
    const endedByNewline = bytes[end] === LINE_FEED;
    return toHandshake(bytes.subarray(0, end), endedByNewline, bytes, endedByNewline ? end + 1 : end);
  }

  /** Takes all bytes so far for the whole name, since nothing more came. */
  finish(): Handshake {
    return toHandshake(this.#bytes, false, this.#bytes, this.#bytes.length);
  }

  #refuseLength(): Handshake {
    const text = `No name ended within the first ${this.#maxBytes} bytes. Send your name and a newline first.`;
    return refuse({ code: "too-long", text });
  }
}

/**
 * Encodes the start of a connection: the name and a newline, which tells the server that this client frames [C-30].
 *
 * @throws {InvalidUsernameError} when the server would refuse the name for what it is.
 */
export function encodeHandshake(name: string): Uint8Array {
  const trimmed = trimWhiteSpace(name);
  const problem = findUsernameProblem(trimmed);
  if (problem) throw new InvalidUsernameError(problem.text);
  return new TextEncoder().encode(`${trimmed}\n`);
}

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const OPENING_BRACE = 0x7b;
const FIRST_NON_ASCII = 0x80;
const BYTE_ORDER_MARK = 0xfeff;

const utf8Decoder = new TextDecoder("utf-8", { fatal: true });

/** Reads the line that nearly everybody begins with: a plain name and a newline, with nothing behind it. */
function readPlainName(chunk: Uint8Array): Handshake | null {
  const end = chunk.length - 1;
  if (end > MAX_NAME_BYTES || chunk[end] !== LINE_FEED) return null;
  const name = readAscii(chunk, 0, end);
  if (!isPlainName(name)) return null;
  const problem = findUsernameProblem(name);
  return problem ? refuse(problem) : { kind: "name", name, endedByNewline: true, rest: NO_BYTES, offset: chunk.length };
}

function toHandshake(name: Uint8Array, endedByNewline: boolean, bytes: Uint8Array, offset: number): Handshake {
  let text: string;
  try {
    text = trimWhiteSpace(utf8Decoder.decode(name));
  } catch {
    const { start } = findInvalidUtf8(name) ?? { start: 0 };
    const byte = `byte ${start} (0x${name[start]?.toString(16).toUpperCase()})`;
    return refuse({ code: "not-utf-8", text: `The name is not valid UTF-8, at ${byte}. Send the name as UTF-8 text.` });
  }
  const problem = findUsernameProblem(text);
  if (problem) return refuse(problem);
  return { kind: "name", name: text, endedByNewline, rest: bytes.subarray(offset), offset };
}

function refuse(problem: HandshakeProblem): Handshake {
  return { kind: "refused", problem };
}

interface BlankStart {
  readonly bytes: number;
  readonly isWholeInput: boolean;
}

const NO_BLANK: BlankStart = { bytes: 0, isWholeInput: false };

function findFirst(bytes: Uint8Array, one: number, other: number): number {
  const [first, second] = [bytes.indexOf(one), bytes.indexOf(other)];
  return first === -1 || second === -1 ? Math.max(first, second) : Math.min(first, second);
}

/** Measures the byte order mark and white space at the start. A character that is not complete yet may still be white space. */
function measureBlankStart(bytes: Uint8Array): BlankStart {
  const [first = 0] = bytes;
  if (first > SPACE && first < FIRST_NON_ASCII) return NO_BLANK;
  const utf8 = new Utf8Decoder();
  let end = 0;
  for (let at = 0; at < bytes.length; at++) {
    const codePoint = utf8.accept(bytes[at] as number);
    if (codePoint === UTF8_PENDING) continue;
    const isMark = codePoint === BYTE_ORDER_MARK && end === 0;
    if (!isMark && !isWhiteSpace(codePoint)) return { bytes: end, isWholeInput: false };
    end = at + 1;
  }
  return { bytes: end, isWholeInput: true };
}
