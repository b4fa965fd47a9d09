import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { asciiJsonBytes } from "./ascii-json.ts";
import { displayText } from "./display-text.ts";
import { MAX_MARKS_IN_A_ROW, MAX_NAME_BYTES, MAX_NAME_SPELLING_LENGTH } from "./limits.ts";
import {
  ALLOWED_SCRIPTS,
  findUsernameProblem,
  foldName,
  isSameName,
  RESERVED_NAMES,
  type UsernameProblem,
} from "./username.ts";
import { trimWhiteSpace } from "./white-space.ts";

interface NameVector {
  readonly id: string;
  readonly input: { readonly text: string } | { readonly "utf16le-base64": string };
  readonly expected: { readonly valid: true } | { readonly valid: false; readonly problem: UsernameProblem["code"] };
}

interface PairVector {
  readonly id: string;
  readonly input: { readonly names: readonly [string, string] };
  readonly expected: { readonly same: boolean };
}

const vectors: readonly (NameVector | PairVector)[] = JSON.parse(
  readFileSync(new URL("../contract/vectors/names.json", import.meta.url), "utf8"),
).vectors;
const nameVectors = vectors.filter((vector): vector is NameVector => !("names" in vector.input));
const pairVectors = vectors.filter((vector): vector is PairVector => "names" in vector.input);

const textOf = (input: NameVector["input"]) =>
  "text" in input ? input.text : Buffer.from(input["utf16le-base64"], "base64").toString("utf16le");

/** Any text, and often enough one of the characters that the rules are about. */
const anyName = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...' /@{},"\u2026\u0085\u00a0\u00df\u0131\u0301\u03c2\u0430\u0627\u064e\u200d\u202e\u3042\u30fc\u674e\uac00\ud800',
    ),
    fc.nat(0x10_ffff).map((codePoint) => String.fromCodePoint(codePoint)),
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 70,
});

describe("findUsernameProblem [C-40] to [C-43], [C-45]", () => {
  it.each(nameVectors)("judges $id as the contract does", ({ input, expected }) => {
    const problem = findUsernameProblem(textOf(input));
    expect(problem?.code ?? null).toBe(expected.valid ? null : expected.problem);
  });

  it.each([
    ["", "The name is empty. Send 1 to 32 characters."],
    ["a".repeat(40), "The name is too long (40 characters): at most 32 characters and 64 bytes are allowed."],
    ["a".repeat(65), "The name is too long (65 bytes of UTF-8): at most 32 characters and 64 bytes are allowed."],
    [" Ada", "The name has white space around it or two spaces in a row: only single spaces inside are allowed."],
    [
      "Ada\u202e",
      'The name has the character U+202E behind "a" (U+0061), which is not allowed. Allowed are letters, marks, ' +
        "digits, punctuation, symbols and single spaces inside, but no brace, comma, double quote or ellipsis.",
    ],
    ["/list", 'A name can\'t start with "/" or "@". Further inside they are allowed.'],
    [
      "Ad\u0430",
      'The name has "\u0430" (U+0430), of another script than the letters before it. All letters must be of one script; ' +
        "Han may stand with kana, with Hangul or with Bopomofo.",
    ],
    [
      "\u{10330}",
      'The script of "\u{10330}" (U+10330) is not allowed. Allowed: Arabic, Armenian, Bengali, Bopomofo, Cyrillic, ' +
        "Devanagari, " +
        "Ethiopic, Georgian, Greek, Gujarati, Gurmukhi, Han, Hangul, Hebrew, Hiragana, Kannada, Katakana, Khmer, Lao, " +
        "Latin, Malayalam, Myanmar, Oriya, Sinhala, Tamil, Telugu, Thaana, Thai, Tibetan.",
    ],
    ["guest", "The names SERVER, Guest, Everyone are reserved, however they are spelled. Choose another."],
  ])("says what is wrong with %j and what is allowed", (name, text) => {
    expect(findUsernameProblem(name)?.text).toBe(text);
  });

  it("answers any text in words that are safe to show, under 350 bytes on the wire", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const text = findUsernameProblem(name)?.text ?? "allowed";
        expect(displayText(text)).toBe(text);
        expect(asciiJsonBytes(text)).toBeLessThan(350);
      }),
    );
  });

  it("allows only names that keep every rule", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        fc.pre(findUsernameProblem(name) === null);
        expect(name).toBe(trimWhiteSpace(name));
        expect(name).toMatch(/^[\p{L}\p{M}\p{Nd}\p{P}\p{S} ]+$/u);
        expect(name).not.toMatch(/^[/@]| {2}|[{},"\u2026\u2800\p{Default_Ignorable_Code_Point}]/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(64);
        expect(RESERVED_NAMES.some((reserved) => isSameName(reserved, name))).toBe(false);
      }),
    );
  });

  it("tells the problem to mend first when there are several", () => {
    expect(findUsernameProblem("/".repeat(65))?.code).toBe("too-long");
    expect(findUsernameProblem(" /\u202e")?.code).toBe("white-space");
    expect(findUsernameProblem("/Ad\u0430\u202e")?.code).toBe("forbidden-character");
    expect(findUsernameProblem("/Ad\u0430")?.code).toBe("leading");
    expect(findUsernameProblem("Ad\u0430\u16a0")?.code).toBe("mixed-scripts");
    expect(findUsernameProblem("Ad\u16a0\u0430")?.code).toBe("script");
  });

  it("answers at once however long the text is", () => {
    expect(findUsernameProblem("\u{1f600}\u0301".repeat(2 ** 18))?.code).toBe("too-long");
    expect(findUsernameProblem(" ".repeat(2 ** 20))?.code).toBe("empty");
  });

  it.each(ALLOWED_SCRIPTS)("allows a letter of %s, and refuses it beside another script's", (script) => {
    const letter = firstLetterOf(script);
    expect(findUsernameProblem(letter)).toBeNull();
    const other = script === "Cyrillic" ? "a" : "\u0431";
    expect(findUsernameProblem(letter + other)?.code).toBe("mixed-scripts");
    expect(findUsernameProblem(other + letter)?.code).toBe("mixed-scripts");
  });
});

describe("isSameName [C-44]", () => {
  it.each(pairVectors)("judges $id as the contract does", ({ input: { names }, expected }) => {
    const [a, b] = names;
    expect(isSameName(a, b)).toBe(expected.same);
    expect(isSameName(b, a)).toBe(expected.same);
  });
});

describe("foldName [C-44]", () => {
  it.each([
    ["  Anna ", "anna"],
    ["stra\u00dfe", "strasse"],
    ["\u03a3\u0391\u03a3", "\u03c3\u03b1\u03c2"],
    ["\u0130", "i\u0307"],
    ["\uff21\u{1d41d}\u24d0", "ada"],
  ])("folds %j", (name, key) => {
    expect(foldName(name)).toBe(key);
  });

  it("gives of every ASCII text what the contract's recipe gives", () => {
    const changingCharacters = String.fromCharCode(...Array.from({ length: 0x80 }, (_, code) => code));
    expect(foldName(`.${changingCharacters}`)).toBe(foldSlowly(`.${changingCharacters}`));
    fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (name) => foldName(name) === foldSlowly(name)));
  });

  it("makes of any text what the contract's recipe gives", () => {
    fc.assert(fc.property(anyName, (name) => foldName(name) === foldSlowly(name)));
  });

  it.each([
    ["marks of two kinds", `a${"\u0301".repeat(15_000)}${"\u0323".repeat(15_000)}`],
    ["marks of one kind", `a${"\u0301".repeat(MAX_MARKS_IN_A_ROW + 1)}`],
    ["marks that are letters before", "\uff9e\u0301\u0323\u0328\u05b0".repeat(100)],
    ["marks behind every letter", `\u00e9${"a\u0323\u0301".repeat(10_000)}`],
    ["letters that decompose to 18", "\ufdfa".repeat(20_000)],
    ["ASCII", "A".repeat(MAX_NAME_SPELLING_LENGTH + 1)],
  ])("never normalizes what spells no name: %s", (_, text) => {
    const normalize = vi.spyOn(String.prototype, "normalize");
    const lowerCase = vi.spyOn(String.prototype, "toLowerCase");
    expect(foldName(` ${text} `)).toBe(text);
    expect(normalize).not.toHaveBeenCalled();
    expect(lowerCase).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it("folds the longest spelling of a valid name", () => {
    const name = "\ufdfa".repeat(21);
    expect(findUsernameProblem(name)).toBeNull();
    const spelled = foldSlowly(name).replace(/./gu, (letter) => ARABIC_MATHEMATICAL.get(letter) ?? letter);
    expect(utf8Bytes(spelled)).toBeGreaterThan(utf8Bytes(name.normalize("NFKC")));
    expect(isSameName(name, spelled)).toBe(true);
  });
});

// The derivation of both bounds, for every code point that there is: what holds for each holds for texts of them, since the
// full decomposition of a text is that of its code points, apart from the order of marks.
describe("bounds of a spelling", () => {
  // Every other character stays as it is in each step: one code point, and at most one mark.
  const changingCharacters = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).filter(
    (character) =>
      character.isWellFormed() &&
      (character.normalize("NFKD") !== character ||
        character.toUpperCase() !== character ||
        character.toLowerCase() !== character),
  );

  it("case never makes a decomposition shorter", () => {
    const shorter = changingCharacters.filter((character) => {
      const length = decompositionLength(character);
      return (
        decompositionLength(character.toUpperCase()) < length || decompositionLength(character.toLowerCase()) < length
      );
    });
    expect(shorter).toEqual([]);
  });

  it("a name has no more code points than the bound has room for", () => {
    const most = [0, 1, 1, 1, 1];
    for (const character of changingCharacters) {
      const bytes = utf8Bytes(character);
      most[bytes] = Math.max(most[bytes] as number, decompositionLength(foldSlowly(character)));
    }
    // The most code points that a name of this many bytes can hold.
    const held = [0];
    for (let bytes = 1; bytes <= MAX_NAME_BYTES; bytes++) {
      held[bytes] = Math.max(...[1, 2, 3, 4].map((last) => (held[bytes - last] ?? -Infinity) + (most[last] as number)));
    }
    expect(MAX_NAME_SPELLING_LENGTH).toBe(2 * (held[MAX_NAME_BYTES] as number));
  });

  it("only marks, and two letters, are marks once they are normalized", () => {
    const letters = changingCharacters.filter(
      (character) => !/\p{M}/u.test(character) && /^\p{M}+$/u.test(character.normalize("NFKD")),
    );
    expect(letters).toEqual(["\uff9e", "\uff9f"]);
  });

  it("no byte of a name makes more than one mark", () => {
    const marked = changingCharacters.filter((character) => countMarks(character) > utf8Bytes(character));
    expect(marked).toEqual([]);
    expect(MAX_MARKS_IN_A_ROW).toBe(MAX_NAME_BYTES);
  });
});

function decompositionLength(text: string): number {
  return [...text.normalize("NFKD")].length;
}

/**
 * Marks in a row that a spelling of the text could have. U+0345 is one whose upper case is the letter iota, and it goes
 * behind all others: of one run in a spelling come marks, then iotas.
 */
function countMarks(text: string): number {
  const runs = text.normalize("NFKD").match(/\p{M}*[\u0399\u03b9]*/gu) ?? [];
  return Math.max(...runs.map((run) => [...run].length));
}

function utf8Bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** The letters of Arabic as mathematical symbols, each four bytes that NFKC makes the letter of two. */
const ARABIC_MATHEMATICAL = new Map(
  Array.from({ length: 0x100 }, (_, at) => String.fromCodePoint(0x1ee00 + at)).map((symbol) => [
    symbol.normalize("NFKC"),
    symbol,
  ]),
);

/** The recipe word by word: trim, NFKC, upper-case, lower-case, NFKC. */
function foldSlowly(name: string): string {
  return trimWhiteSpace(name).normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

function firstLetterOf(script: string): string {
  const letter = new RegExp(`(?=\\p{Script=${script}})\\p{Lo}|(?=\\p{Script=${script}})\\p{Ll}`, "u");
  for (let codePoint = 0x61; codePoint <= 0xffff; codePoint++) {
    const character = String.fromCodePoint(codePoint);
    // Letters that are default-ignorable, like the Hangul fillers, have no shape.
    if (letter.test(character) && !/\p{Default_Ignorable_Code_Point}/u.test(character)) return character;
  }
  throw new Error(`No letter of ${script}`);
}

/** What the profile *server* may leave out: with these rules alone, the outcome for other names is the same. */
describe("names of the profile server", () => {
  const latin = Array.from({ length: 0x100 - 0x20 }, (_value, index) => String.fromCharCode(0x20 + index));
  const allowed = latin.filter(
    (character) => /[ -~\u00a1-\u00ff]/.test(character) && !/[",{}\u00ad²³¹¼½¾]/.test(character),
  );
  const kept = allowed.filter((character) => !/[ªºß]/.test(character));
  const lowerCase = (name: string) =>
    name.replace(/[A-ZÀ-ÖØ-Þ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));

  it("have the characters that the contract lists, and no others", () => {
    expect(latin.filter((character) => findUsernameProblem(`x${character}x`) === null)).toEqual(allowed);
  });

  it("are the same name when their lower-case letters are", () => {
    const different = kept.flatMap((a) =>
      kept
        .map((b) => [`x${a}s`, `x${b}s`] as const)
        .filter(([left, right]) => isSameName(left, right) !== (lowerCase(left) === lowerCase(right))),
    );
    expect(different).toEqual([]);
  });
});
