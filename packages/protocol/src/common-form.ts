/**
 * Finds messages that are spelled the way nearly all are: keys in the contract's order, every text plain ASCII with or
 * without escapes. It is a second reader beside `message-parser.ts`, there for its speed alone: bytes are looked at once,
 * and what they say is decoded only where somebody asks. Whatever it does not know, it leaves to the other one, so it may
 * only accept what that one accepts. (A direct message costs a server half as much with it; `benchmarks/README.md` has
 * the figures, `test/stream.property.test.ts` compares the two.)
 */
export class CommonForm {
  /** Where the texts lie, each from its opening to its closing quote, both included. */
  readonly name = new Span();
  readonly ip = new Span();
  readonly to = new Span();
  readonly msg = new Span();

  /**
   * Finds the message that begins with the brace at `start`; gives the position after its last brace, or -1 when it is
   * spelled in another way, not there as a whole, or no message at all.
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

  /** The same from the opening quote of `msg` on, for one who knows all that stands before it. */
  findEnd(bytes: Uint8Array, start: number, end: number): number {
    const at = this.msg.find(bytes, start, end);
    return at !== -1 && at < end && bytes[at] === CLOSING_BRACE ? at + 1 : -1;
  }
}

/** Where a string literal lies in some bytes. */
class Span {
  start = 0;
  /** Position after the closing quote. */
  end = 0;

  /** Takes the literal that begins at `start`; gives its end, or -1 when it is none, or more than plain ASCII. */
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

/** Gives the position after an escape; -1 when it is none, or half of a surrogate pair. */
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

/** Reads four hexadecimal digits; -1 when they are not. */
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

/** Gives the position after a comma, a key, and its colon. */
function skipKey(key: Uint8Array, bytes: Uint8Array, start: number): number {
  return skip(COLON, bytes, skip(key, bytes, skip(COMMA, bytes, start)));
}

/** Gives the position after these bytes and one space, if there is one; -1 when they are not there, or `start` is -1. */
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
