import { RESERVED_NAMES } from "@chat/protocol";
import { skeletonOf } from "./skeleton.ts";

/**
 * Finds what makes a name a disguise, whoever is online, or `null` when it is none. The text says what is wrong and what to do;
 * it is plain ASCII, under 200 bytes and never quotes the name. Takes a name that the contract allows.
 *
 * The contract can't refuse these names: it promises that they are valid. So this is a policy of the server, for newcomers,
 * which its operator can switch off.
 */
export function findDisguise(name: string): string | null {
  if (ASCII.test(name)) return MAY_READ_AS_RESERVED.test(name) ? findReservedReading(name) : null;
  return findComma(name) ?? findLostDot(name) ?? findReservedReading(name);
}

/** What a newcomer is told whose name looks like that of a user online. */
export const LOOKS_LIKE_ANOTHER =
  "The name looks like the name of a user who is online. Choose one that looks different. Names of plain ASCII " +
  "letters and digits are not compared in this way.";

const ASCII = /^\p{ASCII}*$/u;

/** How each ASCII name begins and ends that reads as a reserved one: nearly all others are let through by one look. */
const MAY_READ_AS_RESERVED =
  /^[^a-z0-9]*(?:[s5$][^a-z0-9]*[e3].*r|[g69&][^a-z0-9]*(?:u|\|_).*[t7+]|[e3][^a-z0-9]*(?:v|\\).*[e3])[^a-z0-9]*$/i;

// ── What looks like a comma ─────────────────────────────────────────────────────────────────────────────────────────

/**
 * Characters that look like a comma, or serve as one in some script, and their like that look like the ellipsis which the contract
 * forbids. Those that UTS #39 or NFKC makes a comma are found without this list.
 */
const COMMA_LIKE = new RegExp(
  [
    "[\\u02CC\\u02CE\\u02CF\\u0375\\u055D\\u060C\\u060D\\u066B\\u07F8\\u1363\\u1802\\u1808\\u201A\\u2E32\\u2E34\\u2E41\\u2E42",
    "\\u2E49\\u2E4C\\u275F\\u2760\\u3001\\uA4FE\\uA60D\\uA6F5\\uA9C8\\uFE11\\uFE45\\uFE46\\uFE51\\uFF64\\u{1144D}\\u{1145A}",
    "\\u{16E97}\\u{1DA87}\\u{1F678}\\u1801\\u2025\\u22EF\\uFE19\\uFE30]",
    // Before a letter it is a quotation mark of German and others.
    "|\\u201E(?= |$)",
    // A mark with no letter under it stands on the blank, and looks like punctuation.
    "|(?<=^| )\\p{M}",
  ].join(""),
  "u",
);

function findComma(name: string): string | null {
  const character = COMMA_LIKE.exec(name)?.[0] ?? (readsAsComma(name) ? [...name].find(readsAsComma) : undefined);
  if (character === undefined) return null;
  return (
    `The name has the character ${codePointName(character)}, which looks like a comma or an ellipsis: ` +
    "in a list of users it would look like two names. Leave it out."
  );
}

function readsAsComma(text: string): boolean {
  return text.normalize("NFKC").includes(",") || skeletonOf(text).includes(",");
}

// ── Dots that nobody sees ───────────────────────────────────────────────────────────────────────────────────────────

/** A letter, the marks between, and a dot above. */
const DOTTED = /(\P{M})(\p{M}*?)\u0307/gu;

/**
 * Finds a dot above on a letter that has one anyway, like `i`, or on one that looks like that letter without its dot: both look
 * like the plain letter. A capital `I` has no dot of its own, so that its dot is seen.
 */
function findLostDot(name: string): string | null {
  for (const [, letter = "", between = ""] of name.normalize("NFKD").matchAll(DOTTED)) {
    if (looksDotted(letter) && isFirstAbove(between)) {
      return `The name has a dot above (U+0307) on the letter ${codePointName(letter)}, where nobody can see it. Leave it out.`;
    }
  }
  return null;
}

function looksDotted(letter: string): boolean {
  return /\p{Soft_Dotted}/u.test(letter) || /^[\u0131\u0237ij]$/.test(skeletonOf(letter));
}

/** Whether the dot is the lowest mark above its letter: the marks before it stand elsewhere, and let it change places. */
function isFirstAbove(marksBefore: string): boolean {
  return `\u0307${marksBefore}`.normalize("NFD") === `${marksBefore}\u0307`;
}

// ── Reserved names ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Digits, symbols and letters that are read as a letter of a reserved name, besides those that UTS #39 knows of. */
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

/** Letters in circles, in squares and on flags: the first of each alphabet that Unicode gives no decomposition. */
const ENCLOSED_A: readonly number[] = [0x1f150, 0x1f170, 0x1f1e6];

const LETTER_OR_DIGIT = /[\p{L}\p{Nd}]/u;

/** Something that can be read in a name: letters, and how many characters are read with them. */
interface Reading {
  readonly length: number;
  readonly letters: string;
}

/**
 * Finds a reserved name in another one: when nothing but punctuation, symbols, marks and blanks is left over, and each of
 * its letters is there, or a character that looks like it. A letter or a digit left over makes it another name.
 */
function findReservedReading(name: string): string | null {
  const characters = [...name.normalize("NFD")];
  const known: Reading[][] = [];
  const readAt = (index: number): readonly Reading[] => {
    known[index] ??= findReadings(characters, index);
    return known[index];
  };
  const reserved = RESERVED_NAMES.find((word) => canReadAs(characters, readAt, word.toLowerCase()));
  if (reserved === undefined) return null;
  return `The name can be read as ${reserved}, which is reserved. Choose a name that does not look like it.`;
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

/** Shows a character that can't be printed safely: `U+202E`. */
function codePointName(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}
