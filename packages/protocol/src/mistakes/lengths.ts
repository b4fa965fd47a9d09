// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is recognised has them.
import type { RecognisedMistake, SeenBytes } from "./mistake.ts";
import { isMessage, takeName } from "./valid-input.ts";

const SIZES = [1, 2, 4, 8];
const OPENING_BRACE = 0x7b;
/** Bytes of a length that a reader skips as white space, so that the length seems to begin behind them. */
const SKIPPED = [[], [0x09], [0x0a], [0x0b], [0x0c], [0x0d], [0x20]];
/** A shorter message does not exist, and a longer one is refused. */
const SHORTEST_MESSAGE = 44;
const LONGEST_MESSAGE = 65_536;

const DIGITS =
  /^(?:Content-Length: ?)?(\d{1,8})[ \t]{0,80}[:;,|#]? ?(?:\r?\nContent-Type: [^\n]{0,80})?(?:\r?\n){0,2}/i;

/** Reads a number in each byte order, and as a varint of at most two bytes. */
function readNumbers(bytes: readonly number[]): number[] {
  const bigEndian = bytes.reduce((number, byte) => number * 256 + byte, 0);
  const littleEndian = bytes.reduceRight((number, byte) => number * 256 + byte, 0);
  const [low = 0, high = 0] = bytes;
  return [bigEndian, littleEndian, bytes.length === 2 && low >= 0x80 ? (low & 0x7f) + high * 128 : 0];
}

/** Takes the bytes of this length behind a prefix, when they are a message or the name that is due. */
function takeBody({ bytes, place }: SeenBytes, start: number, length: number): Uint8Array | null {
  if (length < 1 || length > bytes.length - start) return null;
  const body = bytes.subarray(start, start + length);
  return isMessage(body) || (place.isNameDue && takeName(body, true) !== null) ? body : null;
}

function removeDigits(seen: SeenBytes): Uint8Array | null {
  const [prefix = "", digits] = DIGITS.exec(seen.latin1) ?? [];
  return takeBody(seen, prefix.length, Number(digits ?? 0));
}

function removeBinaryLength(seen: SeenBytes): Uint8Array | null {
  for (const size of SIZES) {
    for (const skipped of seen.place.isNameDue ? [[]] : SKIPPED) {
      const start = size - skipped.length;
      const isBeforeObject = seen.bytes[start] === OPENING_BRACE;
      if (start < 1 || (!isBeforeObject && !seen.place.isNameDue)) continue;
      const prefix = [...skipped, ...seen.bytes.subarray(0, start)];
      // In front of a name, printable characters are more likely a part of it.
      if (!isBeforeObject && !prefix.some((byte) => byte < 0x20)) continue;
      for (const number of readNumbers(prefix)) {
        // Some count the length itself.
        const body = takeBody(seen, start, number) ?? takeBody(seen, start, number - size);
        if (body) return body;
      }
    }
  }
  return null;
}

/** Recognises a length that was sent in a write of its own, so that its message is not there yet. */
function isLengthAlone({ bytes, text, place }: SeenBytes): boolean {
  // A line of text may have something behind it that makes it look like a number.
  if (place.isNameDue || /^[ -~]+\n/.test(text)) return false;
  if (/^(?:\d{1,6} {3,}|0\d{2,7})$/.test(text)) return true;
  if (!SIZES.includes(bytes.length) || !/\0/.test(text) || !/[^\0\s]/.test(text)) return false;
  return readNumbers([...bytes]).some((number) => number >= SHORTEST_MESSAGE && number <= LONGEST_MESSAGE);
}

/** A length in front of a message or a name. It may begin with any byte, `{` too, and its line feeds are bytes of a number. */
export const LENGTH_PREFIX: RecognisedMistake = {
  name: "length-prefix",
  words:
    "A length in front is no part of this protocol: send the bytes alone. (writeUTF, pack and the like put one there.)",
  looksAhead: true,
  repair: (seen) => removeBinaryLength(seen) ?? removeDigits(seen),
  recognise: isLengthAlone,
};
