import { RESERVED_NAMES } from "@chat/protocol";
import { isAscii, skeletonOf } from "./skeleton.ts";

/** Matches every ASCII name that can be read as a reserved one. Nearly all other names need no further test. */
const MAY_BE_RESERVED =
  /^[^a-z0-9]*(?:[s5$][^a-z0-9]*[e3].*r|[g69&][^a-z0-9]*(?:u|\|_).*[t7+]|[e3][^a-z0-9]*(?:v|\\).*[e3])[^a-z0-9]*$/i;

/** Digits, symbols and letters that can be read as a letter of a reserved name, in addition to those of UTS #39. */
const READ_AS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    e: "3\u20ac\u2203\u2208\u2211\ua792\ua793\u1d07\u2c7b\u039e",
    g: "69&\u20b2\u0262",
    n: "\u2229\u20a6\u0274",
    o: "@*\u00b0\u2022\u25cb\u25cf\u25ef\u25ce\u2299\u2609\u26aa\u26ab\u2b55\u{1f534}\u{1f535}",
    r: "\u00ae\u0280\u1d19\u1d1a",
    s: "5$\u00a7\u20b4",
    t: "7+\u2020\u253c\u22a4\u20ae\u1d1b",
    u: "\u00b5\u03bc\u1d1c",
    v: "\u221a\u2713\u2714",
    y: "\u00a5",
  }).flatMap(([letter, characters]) => [...characters].map((character) => [character, letter] as const)),
);

/** Letters that are drawn with several characters. */
const DRAWN = Object.entries({ "\\/": "v", "()": "o", "[]": "o", "<>": "o", "|_|": "u", "|\\|": "n" }).map(
  ([drawing, letters]) => ({ drawing, length: drawing.length, letters }),
);

const DRAWN_LENGTH = Math.max(...DRAWN.map(({ length }) => length));

/** Letters in circles, in squares and on flags: the first of each alphabet that has no decomposition in Unicode. */
const ENCLOSED_A: readonly number[] = [0x1f150, 0x1f170, 0x1f1e6];

const LETTER_OR_DIGIT = /[\p{L}\p{Nd}]/u;

/** Letters that can be read in a name, and the number of characters that stand for them. */
interface Reading {
  readonly length: number;
  readonly letters: string;
}

/**
 * Finds the reserved name that a name can be read as. Each letter of it, or a character that looks like it, has to be there, and
 * only punctuation, symbols, marks and blanks may be left over. A letter or digit left over makes it another name.
 */
export function findReservedReading(name: string): string | null {
  if (isAscii(name) && !MAY_BE_RESERVED.test(name)) return null;
  const characters = [...name.normalize("NFD")];
  const known: Reading[][] = [];
  const readAt = (index: number): readonly Reading[] => {
    known[index] ??= findReadings(characters, index);
    return known[index];
  };
  return RESERVED_NAMES.find((word) => canReadAs(characters, readAt, word.toLowerCase())) ?? null;
}

function canReadAs(
  characters: readonly string[],
  readAt: (index: number) => readonly Reading[],
  word: string,
): boolean {
  // For each place in the name, how many letters of the word may have been read up to there: a bit for each number.
  const reached = new Uint16Array(characters.length + DRAWN_LENGTH);
  reached[0] = 1;
  for (const [index, character] of characters.entries()) {
    const counts = reached[index] ?? 0;
    if (counts === 0) continue;
    if (!LETTER_OR_DIGIT.test(character)) mark(reached, index + 1, counts);
    for (const { length, letters } of readAt(index)) {
      for (let count = 0; count < word.length; count++) {
        const fits = (counts & (1 << count)) !== 0 && word.startsWith(letters, count);
        if (fits) mark(reached, index + length, 1 << (count + letters.length));
      }
    }
  }
  return ((reached[characters.length] ?? 0) & (1 << word.length)) !== 0;
}

function mark(reached: Uint16Array, index: number, counts: number): void {
  reached[index] = (reached[index] ?? 0) | counts;
}

function findReadings(characters: readonly string[], index: number): Reading[] {
  const character = characters[index] ?? "";
  if (/^[a-z]$/i.test(character)) return [{ length: 1, letters: character.toLowerCase() }];
  const drawn = DRAWN.filter(({ length, drawing }) => characters.slice(index, index + length).join("") === drawing);
  return [...drawn, ...readingsOf(character).map((letters) => ({ length: 1, letters }))];
}

function readingsOf(character: string): readonly string[] {
  const forms = new Set([character, character.toLowerCase(), character.toUpperCase(), character.normalize("NFKD")]);
  const readings = new Set([...forms].flatMap((form) => [readPlainly(form), readPlainly(skeletonOf(form))]));
  return [...readings].filter((letters) => /^[a-z]+$/.test(letters));
}

function readPlainly(text: string): string {
  const letters = Array.from(text, (character) => READ_AS.get(character) ?? readEnclosed(character) ?? character);
  return letters.join("").replace(/\p{M}/gu, "").toLowerCase();
}

function readEnclosed(character: string): string | undefined {
  const codePoint = character.codePointAt(0) ?? 0;
  const first = ENCLOSED_A.find((start) => codePoint >= start && codePoint < start + 26);
  return first === undefined ? undefined : String.fromCodePoint(0x61 + codePoint - first);
}
