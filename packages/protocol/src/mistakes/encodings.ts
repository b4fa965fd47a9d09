// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is recognised has them.
import { findInvalidUtf8 } from "../utf8-decoder.ts";
import { type RecognisedMistake, type SeenBytes, signature } from "./mistake.ts";

/** Bytes that are judged for the zeros of UTF-16. */
const JUDGED_BYTES = 16;

/** Recognises UTF-16, whose every second byte is zero in ASCII. Returns the name of its decoder. */
function findUtf16({ bytes }: SeenBytes): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const zeros: [number, number] = [0, 0];
  const judged = bytes.subarray(0, Math.min(bytes.length, JUDGED_BYTES) & ~1);
  judged.forEach((byte, at) => {
    if (byte === 0) zeros[(at & 1) as 0 | 1] += 1;
  });
  const [even, odd] = zeros;
  if (Math.max(even, odd) < 2 || even + odd < judged.length / 2) return null;
  return even === 0 ? "utf-16le" : odd === 0 ? "utf-16be" : null;
}

const windows1252 = new TextDecoder("windows-1252");

/** Text in another encoding than UTF-8. */
export const ENCODINGS: readonly RecognisedMistake[] = [
  {
    name: "byte-order-mark",
    words:
      "EF BB BF is a byte order mark: leave it out. In C#, new UTF8Encoding(false); in Python, utf-8 for utf-8-sig.",
    repair: ({ bytes, latin1 }) => (latin1.startsWith("\xef\xbb\xbf") ? bytes.subarray(3) : null),
  },
  signature(
    "utf-32",
    /^(?:\xff\xfe\0\0|(?:\0\0\xfe\xff)|(?:[ -~]\0\0\0){2}|(?:\0\0\0[ -~]){2})/,
    "Three of four bytes are 0, so that is UTF-32: send UTF-8.",
  ),
  {
    name: "utf-16",
    looksAhead: true,
    words:
      "Every second byte is 0, so that is UTF-16: send UTF-8. In C#, Encoding.UTF8; in Java, StandardCharsets.UTF_8.",
    recognise: (seen) => findUtf16(seen) !== null,
    repair: (seen) => {
      const encoding = findUtf16(seen);
      return encoding && new TextDecoder(encoding).decode(seen.bytes);
    },
  },
  {
    name: "cut-character",
    words: "A character was cut in two. Cut a text between characters, and before it is encoded as bytes.",
    repair: ({ bytes, text }) => (findInvalidUtf8(bytes)?.isCut ? text : null),
  },
  {
    name: "latin-1",
    words:
      'That is Latin-1, or another 8-bit code. Encode as UTF-8: in Java, getBytes(UTF_8); in Python, .encode("utf-8").',
    repair: ({ bytes }) => (findInvalidUtf8(bytes) ? windows1252.decode(bytes) : null),
  },
];
