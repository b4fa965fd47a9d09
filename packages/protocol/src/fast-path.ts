/**
 * Finds messages that are spelled the way nearly all are: keys in the contract's order, every text plain ASCII with or
 * without escapes. It stands beside `message-parser.ts` for its speed alone: it looks at each byte once, and decodes a text
 * only when somebody asks for it. It leaves every other spelling to the parser, so it must accept nothing that the parser
 * refuses. (A direct message costs a server half as much with it; `benchmarks/README.md` has the measurements,
 * `test/stream.property.test.ts` compares the two.)
 */
export class FastPath {
  /** The texts of the message that was found last. */
  readonly name = new StringLiteral();
  readonly ip = new StringLiteral();
  readonly to = new StringLiteral();
  readonly msg = new StringLiteral();

  /**
   * Finds the message that begins with the brace at `start`. Returns the position after its last brace, or -1 when it is
   * spelled in another way, incomplete, or not a message.
   */
  find(bytes: Uint8Array, start: number, end: number): number {
    let at = skip(COLON, bytes, skip(START_OF_MESSAGE, bytes, start));
    at = skip(COLON, bytes, skip(START_OF_SENDER, bytes, at));
    at = this.name.find(bytes, at, end);
    at = skipKey(IP, bytes, at);
    at = this.ip.find(bytes, at, end);
    at = skipKey(TO, bytes, skip(CLOSING, bytes, at));
    at = this.to.find(bytes, at, end);
    return this.findEnd(bytes, skipKey(MSG, bytes, at), end);
  }

  /** Does the same from the opening quote of `msg` on, for a caller that knows what stands before it. */
  findEnd(bytes: Uint8Array, start: number, end: number): number {
    const at = this.msg.find(bytes, start, end);
    return at !== -1 && at < end && bytes[at] === CLOSING_BRACE ? at + 1 : -1;
  }
}

/** The position of a string literal in a buffer, its quotes included. */
class StringLiteral {
  start = 0;
  /** Position after the closing quote. */
  end = 0;

  /** Finds the literal that begins at `start`. Returns its end, or -1 when there is none or it is not plain ASCII. */
  find(bytes: Uint8Array, start: number, limit: number): number {
    if (start === -1 || bytes[start] !== QUOTE) return -1;
    for (let at = skipPlain(bytes, start + 1, limit); at < limit; at = skipPlain(bytes, at, limit)) {
      if (bytes[at] === QUOTE) {
        this.start = start;
        this.end = at + 1;
        return this.end;
      }
      if (bytes[at] !== BACKSLASH) return -1;
      at = findEscapeEnd(bytes, at);
      if (at === -1) return -1;
    }
    return -1;
  }
}

/** For each byte, 1 when it can stand in a literal as it is and is ASCII. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte <= 0x7f && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

function skipPlain(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  while (at < limit && PLAIN[bytes[at] as number] === 1) at += 1;
  return at;
}

/** Returns the position after an escape, or -1 when it is none or half of a surrogate pair. */
function findEscapeEnd(bytes: Uint8Array, backslash: number): number {
  const kind = bytes[backslash + 1] as number;
  if (kind !== LOWER_U) return isShortEscape(kind) ? backslash + 2 : -1;
  const unit = readHex(bytes, backslash + 2);
  if (unit < 0xd800 || unit > 0xdfff) return unit === -1 ? -1 : backslash + 6;
  if (unit > 0xdbff || bytes[backslash + 6] !== BACKSLASH || bytes[backslash + 7] !== LOWER_U) return -1;
  const second = readHex(bytes, backslash + 8);
  return second >= 0xdc00 && second <= 0xdfff ? backslash + 12 : -1;
}

function isShortEscape(byte: number): boolean {
  // In the order of how often they are met.
  switch (byte) {
    case 0x6e: // n
    case QUOTE:
    case BACKSLASH:
    case 0x74: // t
    case 0x72: // r
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
      return true;
    default:
      return false;
  }
}

/** Reads four hexadecimal digits; returns -1 when one of them is something else. */
function readHex(bytes: Uint8Array, start: number): number {
  let value = 0;
  for (let at = start; at < start + 4; at++) {
    const byte = bytes[at] as number;
    // The bit that tells lower case from upper case, and does nothing to a digit.
    const letter = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) value = value * 16 + byte - 0x30;
    else if (letter >= 0x61 && letter <= 0x66) value = value * 16 + letter - 0x57;
    else return -1;
  }
  return value;
}

/** Returns the position after a comma, a key, and its colon. */
function skipKey(key: Uint8Array, bytes: Uint8Array, start: number): number {
  return skip(COLON, bytes, skip(key, bytes, skip(COMMA, bytes, start)));
}

/** Returns the position after these bytes and an optional space, or -1 when other bytes stand there or `start` is -1. */
function skip(expected: Uint8Array, bytes: Uint8Array, start: number): number {
  if (start === -1) return -1;
  for (let index = 0; index < expected.length; index++) {
    if (bytes[start + index] !== expected[index]) return -1;
  }
  const at = start + expected.length;
  return bytes[at] === SPACE ? at + 1 : at;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const CLOSING_BRACE = 0x7d;

const ascii = new TextEncoder();
const START_OF_MESSAGE = ascii.encode('{"from"');
const START_OF_SENDER = ascii.encode('{"name"');
const IP = ascii.encode('"ip"');
const TO = ascii.encode('"to"');
const MSG = ascii.encode('"msg"');
const COLON = ascii.encode(":");
const COMMA = ascii.encode(",");
const CLOSING = ascii.encode("}");

/** A public method of Node's byte arrays that their types lack. */
interface Latin1Source {
  latin1Slice?(start: number, end: number): string;
}

const latin1Slice = (globalThis as { Buffer?: { prototype: Latin1Source } }).Buffer?.prototype.latin1Slice;
const decoder = new TextDecoder();

/** Decodes bytes that are known to be ASCII. Where there is Node's method, it takes two thirds of the time of a decoder. */
export const readAscii: (bytes: Uint8Array, start: number, end: number) => string = latin1Slice
  ? (bytes, start, end) => latin1Slice.call(bytes, start, end)
  : (bytes, start, end) => decoder.decode(bytes.subarray(start, end));
