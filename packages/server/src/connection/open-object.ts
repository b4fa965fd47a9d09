import type { OpenFrame } from "@chat/protocol";

/** Time in milliseconds without a new byte of an object after which its sender is told that it is open. */
export const OPEN_OBJECT_NOTICE_MS = 2_000;

/** The change of an object that has no end yet since the last look at it. */
export type OpenObjectChange =
  /** It has no new bytes. */
  | "none"
  /** It has new bytes that may be a part of it: a big message comes over a slow link. */
  | "grew"
  /** Another message has begun inside it: it swallows what its sender means for messages of their own. */
  | "swallows"
  /** The same, and that message begins on a new line: its sender did not mean to write an object inside an object. */
  | "swallows-line";

/** An object that a connection has begun and not ended: finds out whether its end is still to come, or was forgotten. */
export class OpenObject {
  /** Position of its first brace, in bytes from the start of the stream. */
  readonly offset: number;
  /** True when its sender was told that it is open: this is done once. */
  isTold = false;
  #length = 0;
  /** Bytes in which no further message begins, its own first brace included. */
  #searchedBytes = 1;
  #change: OpenObjectChange = "none";

  constructor(offset: number) {
    this.offset = offset;
  }

  /** Looks at the bytes that have come since the last call. */
  follow({ bytes }: Pick<OpenFrame, "bytes">): OpenObjectChange {
    const isLonger = bytes.length > this.#length;
    this.#length = bytes.length;
    // Once a message was swallowed, nothing that follows is a sign of progress.
    if (this.#change === "swallows" || this.#change === "swallows-line") return this.#change;
    this.#change = isLonger ? "grew" : "none";
    if (isLonger) this.#search(bytes);
    return this.#change;
  }

  /** Reads each byte a bounded number of times, however many reads bring them. */
  #search(bytes: Uint8Array): void {
    for (;;) {
      const at = bytes.indexOf(OPENING_BRACE, this.#searchedBytes);
      if (at === -1) {
        this.#searchedBytes = bytes.length;
        return;
      }
      const key = readFirstKey(bytes, at + 1);
      this.#searchedBytes = at;
      if (key === UNDECIDED) return;
      this.#searchedBytes = at + 1;
      if (key === null || !MESSAGE_KEYS.has(key)) continue;
      this.#change = beginsLine(bytes, at) ? "swallows-line" : "swallows";
      return;
    }
  }
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const OPENING_BRACE = 0x7b;

/**
 * The keys of a message. No valid message has one of them behind a brace other than its first: the object inside it has other
 * keys, and in a string a quote has a backslash in front.
 */
const MESSAGE_KEYS: ReadonlySet<string> = new Set(["from", "to", "msg"]);

const LONGEST_KEY = 4;

/** White space that is read before a key, in bytes: a key that comes later is not found, and nothing is read again and again. */
const MAX_WHITE_SPACE = 64;

/** The bytes end where a key may still be completed. */
const UNDECIDED = Symbol("undecided");

/** Reads the key behind a brace: a string of letters, which is not longer than the longest key of a message. */
function readFirstKey(bytes: Uint8Array, start: number): string | typeof UNDECIDED | null {
  const end = Math.min(bytes.length, start + MAX_WHITE_SPACE);
  let at = start;
  while (at < end && isJsonSpace(bytes[at])) at += 1;
  if (at === bytes.length) return UNDECIDED;
  if (bytes[at] !== QUOTE) return null;
  const closing = bytes.subarray(0, at + LONGEST_KEY + 2).indexOf(QUOTE, at + 1);
  if (closing !== -1) return String.fromCharCode(...bytes.subarray(at + 1, closing));
  return bytes.length < at + LONGEST_KEY + 2 ? UNDECIDED : null;
}

/** Returns whether there is nothing but blanks between the start of a line and a position. */
function beginsLine(bytes: Uint8Array, position: number): boolean {
  let at = position - 1;
  while (at > position - MAX_WHITE_SPACE && (bytes[at] === SPACE || bytes[at] === TAB)) at -= 1;
  return bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN;
}

function isJsonSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === LINE_FEED || byte === CARRIAGE_RETURN;
}
