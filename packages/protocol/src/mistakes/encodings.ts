// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is recognised has them.
import { findInvalidUtf8 } from "../utf8-decoder.ts";
import type { RecognisedMistake, SeenBytes } from "./mistake.ts";

/** Recognises UTF-16, by its mark or by the zeros of its first characters. Returns the name of its decoder. */
function findUtf16({ latin1 }: SeenBytes): "utf-16le" | "utf-16be" | null {
  if (/^(?:\xff\xfe|(?:[^\0]\0){2}(?:[^\0]\0|[^\0]?$))/.test(latin1)) return "utf-16le";
  return /^(?:\xfe\xff|(?:\0[^\0]){2}(?:\0[^\0]|\0?$))/.test(latin1) ? "utf-16be" : null;
}

/** Text with two or four bytes for each character. */
export const WIDE_ENCODINGS: readonly RecognisedMistake[] = [
  {
    name: "byte-order-mark",
    words:
      "EF BB BF is a byte order mark: leave it out. In C#, new UTF8Encoding(false); in Python, utf-8 for utf-8-sig.",
    repair: ({ bytes, latin1 }) => (latin1.startsWith("\xef\xbb\xbf") ? bytes.subarray(3) : null),
  },
  {
    name: "utf-32",
    words: "Three of four bytes are 0, so that is UTF-32: send UTF-8.",
    looksAhead: true,
    recognise: ({ latin1 }) => /^(?:\xff\xfe\0\0|\0\0\xfe\xff|(?:[ -~]\0\0\0){2}|(?:\0\0\0[ -~]){2})/.test(latin1),
  },
  {
    name: "utf-16",
    words:
      "FF FE or FE FF in front, or a 0 as every second byte, is UTF-16: send UTF-8. In C#, Encoding.UTF8; in Java, StandardCharsets.UTF_8.",
    looksAhead: true,
    recognise: (seen) => findUtf16(seen) !== null,
    repair(seen) {
      const encoding = findUtf16(seen);
      return encoding && new TextDecoder(encoding).decode(seen.bytes);
    },
  },
];

/** Text with a byte that is not UTF-8. */
export const BROKEN_ENCODINGS: readonly RecognisedMistake[] = [
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

const windows1252 = new TextDecoder("windows-1252");
