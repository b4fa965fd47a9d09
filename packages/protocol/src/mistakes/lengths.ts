// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is recognised has them.
import { decodeJsonMsg } from "../message.ts";
import { lookingAhead, type RecognisedMistake, rewriting, type SeenBytes } from "./mistake.ts";
import { takeName } from "./valid-input.ts";

const WORDS =
  "A length in front is no part of this protocol: send the bytes alone. (writeUTF, pack and the like put one there.)";

const SIZES = [1, 2, 4, 8];
const OPENING_BRACE = 0x7b;
/** Bytes of a length that a reader skips as white space, so that the length seems to begin behind them. */
const SKIPPED = [[], [0x09], [0x0a], [0x0b], [0x0c], [0x0d], [0x20]];
/** A shorter message does not exist, and a longer one is refused. */
const SHORTEST_MESSAGE = 44;
const LONGEST_MESSAGE = 65_536;

/** Reads a number in each byte order, and as a varint of at most two bytes. */
function readNumbers(bytes: readonly number[]): number[] {
  const bigEndian = bytes.reduce((number, byte) => number * 256 + byte, 0);
  const littleEndian = bytes.reduceRight((number, byte) => number * 256 + byte, 0);
  const [low = 0, high = 0] = bytes;
  return [bigEndian, littleEndian, bytes.length === 2 && low >= 0x80 ? (low & 0x7f) + high * 128 : 0];
}

/** Takes the bytes of this length behind a prefix, when they are a message or the name that is due. */
function takeBody({ isNameDue }: SeenBytes, rest: Uint8Array, length: number): Uint8Array | null {
  if (length < 1 || length > rest.length) return null;
  const body = rest.subarray(0, length);
  const isValid = decodeJsonMsg(body) !== null || (isNameDue && takeName(body, true) !== null);
  return isValid ? body : null;
}

function removeBinaryLength(seen: SeenBytes): Uint8Array | null {
  for (const size of SIZES) {
    for (const skipped of seen.isNameDue ? [[]] : SKIPPED) {
      const seenSize = size - skipped.length;
      const isBeforeObject = seen.bytes[seenSize] === OPENING_BRACE;
      if (seenSize < 1 || (!isBeforeObject && !seen.isNameDue)) continue;
      const rest = seen.bytes.subarray(seenSize);
      const prefix = [...skipped, ...seen.bytes.subarray(0, seenSize)];
      // In front of a name, printable characters are more likely a part of it.
      if (!isBeforeObject && !prefix.some((byte) => byte < 0x20)) continue;
      for (const number of readNumbers(prefix)) {
        // Some count the length itself.
        const body = takeBody(seen, rest, number) ?? takeBody(seen, rest, number - size);
        if (body) return body;
      }
    }
  }
  return null;
}

/** Recognises a length that was sent in a write of its own, so that its message is not there yet. */
function isLengthAlone({ bytes, latin1, isNameDue }: SeenBytes): boolean {
  if (isNameDue) return false;
  if (/^(?:\d{1,6} {3,}|0\d{2,7})$/.test(latin1)) return true;
  // A line of text, with something behind it.
  if (/^[ -~]+\n/.test(latin1)) return false;
  if (!SIZES.includes(bytes.length) || !/\0/.test(latin1) || !/[^\0\s]/.test(latin1)) return false;
  return readNumbers([...bytes]).some((number) => number >= SHORTEST_MESSAGE && number <= LONGEST_MESSAGE);
}

/** Lengths in front of a message or a name. A length may begin with any byte, `{` too. */
export const LENGTHS: readonly RecognisedMistake[] = [
  { name: "length-prefix", words: WORDS, looksAhead: true, repair: removeBinaryLength },
  lookingAhead(
    rewriting(
      "length-prefix",
      /^(?:Content-Length: ?)?(\d{1,8})[ \t]{0,80}[:;,|#]? ?(?:\r?\nContent-Type: [^\n]{0,80})?(?:\r?\n){0,2}/i,
      ([prefix, digits], seen) => takeBody(seen, seen.bytes.subarray(prefix.length), Number(digits)),
      WORDS,
    ),
  ),
  { name: "length-prefix", words: WORDS, looksAhead: true, recognise: isLengthAlone },
];
