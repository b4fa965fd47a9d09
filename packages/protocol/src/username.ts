import { EVERYONE, GUEST, SERVER_NAME } from "./endpoints.ts";
import { MAX_MARKS_IN_A_ROW, MAX_NAME_BYTES, MAX_NAME_CHARACTERS, MAX_NAME_SPELLING_LENGTH } from "./limits.ts";
import { nameCharacter } from "./quote.ts";
import { trimWhiteSpace } from "./white-space.ts";

/** The reason for which a name is refused to everybody. */
export interface UsernameProblem {
  /** The rule that the name breaks, for programs. */
  readonly code:
    | "empty"
    | "too-long"
    | "white-space"
    | "forbidden-character"
    | "leading"
    | "script"
    | "mixed-scripts"
    | "reserved";
  /** The problem and the rule: under 350 bytes on the wire, and safe to print, since it quotes at most one visible character. */
  readonly text: string;
}

/** Names that belong to the wire; no user can have one, nor what is the same name as one of them [C-45]. */
export const RESERVED_NAMES = [SERVER_NAME, GUEST, EVERYONE] as const;

/**
 * The scripts that a name can be written in, by Unicode's property value names: those that Unicode recommends for
 * identifiers (UAX #31, table 5), since people write today's languages in them. The others mostly serve to imitate [C-43].
 */
export const ALLOWED_SCRIPTS = [
  "Arabic",
  "Armenian",
  "Bengali",
  "Bopomofo",
  "Cyrillic",
  "Devanagari",
  "Ethiopic",
  "Georgian",
  "Greek",
  "Gujarati",
  "Gurmukhi",
  "Han",
  "Hangul",
  "Hebrew",
  "Hiragana",
  "Kannada",
  "Katakana",
  "Khmer",
  "Lao",
  "Latin",
  "Malayalam",
  "Myanmar",
  "Oriya",
  "Sinhala",
  "Tamil",
  "Telugu",
  "Thaana",
  "Thai",
  "Tibetan",
] as const;

/**
 * Finds what forbids a name, or `null` when it is allowed. Takes the name after trimming: white space around it is a
 * problem. Of several problems it returns the one to mend first. It does not look whether the name is taken.
 */
export function findUsernameProblem(name: string): UsernameProblem | null {
  // Most names are this plain, and pass every other check: a join costs a twentieth less for it.
  if (isPlainName(name)) return PLAIN_RESERVED.test(name) ? RESERVED : null;
  return (
    findLengthProblem(name) ??
    findSpaceProblem(name) ??
    findCharacterProblem(name) ??
    findStartProblem(name) ??
    findScriptProblem(name) ??
    findReservedProblem(name)
  );
}

/** Latin letters, digits and a few marks between them: no script to tell apart, nothing that could be forbidden. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/** Checks whether a name is so plain that only a reserved name can forbid it. */
export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name);
}

/** Checks whether two names are the same name, so that only one of them can be online [C-44]. */
export function isSameName(a: string, b: string): boolean {
  return foldName(a) === foldName(b);
}

const ASCII = /^\p{ASCII}*$/u;

/** A mark, or one of the two letters that NFKC makes a mark: the halfwidth sound marks of Katakana. */
const MARK = "[\\p{M}\\uff9e\\uff9f]";

/** More marks in a row than any name has. The lookbehind makes each run count once, from its start. */
const TOO_MANY_MARKS = new RegExp(`(?<!${MARK})${MARK}{${MAX_MARKS_IN_A_ROW + 1}}`, "u");

/**
 * Returns the key under which a name is kept: that of two names is equal when they are the same name [C-44].
 *
 * A text that spells no valid name ({@link MAX_NAME_SPELLING_LENGTH}, {@link MAX_MARKS_IN_A_ROW}) is returned as it is,
 * trimmed: it equals no valid name's key, and to fold it could hold up everybody for seconds. Takes linear time.
 */
export function foldName(name: string): string {
  if (isPlainName(name)) return name.toLowerCase();
  const trimmed = trimWhiteSpace(name);
  if (trimmed.length > MAX_NAME_SPELLING_LENGTH) return trimmed;
  // Normalizing leaves ASCII as it is, and lower-casing it gives the same with and without upper-casing before.
  if (ASCII.test(trimmed)) return trimmed.toLowerCase();
  if (TOO_MANY_MARKS.test(trimmed)) return trimmed;
  return trimmed.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

const utf8 = new TextEncoder();

/** Made for the first long name, not when a program starts: half of what this package costs a process or thread that starts. */
let graphemes: Intl.Segmenter | undefined;

/** [C-40] */
function findLengthProblem(name: string): UsernameProblem | null {
  if (trimWhiteSpace(name) === "") {
    return { code: "empty", text: `The name is empty. Send 1 to ${MAX_NAME_CHARACTERS} characters.` };
  }
  const bytes = utf8.encode(name).length;
  if (bytes > MAX_NAME_BYTES) return tooLong(`${bytes} bytes of UTF-8`);
  // No character is less than one code unit, so what is short is not counted.
  if (name.length <= MAX_NAME_CHARACTERS) return null;
  // Grapheme clusters are the same in every language; naming one keeps the machine's settings out of it.
  graphemes ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  const characters = [...graphemes.segment(name)].length;
  return characters > MAX_NAME_CHARACTERS ? tooLong(`${characters} characters`) : null;
}

function tooLong(length: string): UsernameProblem {
  const allowed = `at most ${MAX_NAME_CHARACTERS} characters and ${MAX_NAME_BYTES} bytes are allowed`;
  return { code: "too-long", text: `The name is too long (${length}): ${allowed}.` };
}

/** [C-41] */
function findSpaceProblem(name: string): UsernameProblem | null {
  if (trimWhiteSpace(name) === name && !name.includes("  ")) return null;
  return {
    code: "white-space",
    text: "The name has white space around it or two spaces in a row: only single spaces inside are allowed.",
  };
}

// The second half takes back what the general categories let through: marks and letters without a shape of their own,
// the blank braille pattern, and what delimits names in the server's texts and on the wire.
const FORBIDDEN_CHARACTER =
  /[^\p{L}\p{M}\p{Nd}\p{P}\p{S} ]|[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800{},"\u2026]/u;

/** [C-41] */
function findCharacterProblem(name: string): UsernameProblem | null {
  const found = FORBIDDEN_CHARACTER.exec(name);
  if (!found) return null;
  const [forbidden] = found;
  const before = Array.from(name.slice(Math.max(0, found.index - 2), found.index)).pop();
  const place = before && !/^[\p{L}\p{Nd}\p{P}\p{S}]$/u.test(forbidden) ? ` behind ${nameCharacter(before)}` : "";
  return {
    code: "forbidden-character",
    text:
      `The name has the character ${nameCharacter(forbidden)}${place}, which is not allowed. Allowed are letters, marks, ` +
      "digits, punctuation, symbols and single spaces inside, but no brace, comma, double quote or ellipsis.",
  };
}

/** [C-42] */
function findStartProblem(name: string): UsernameProblem | null {
  if (!/^[/@]/.test(name)) return null;
  return { code: "leading", text: 'A name can\'t start with "/" or "@". Further inside they are allowed.' };
}

/** Scripts that are written together and therefore count as one: Japanese, Korean, Chinese with its sound letters. */
const WRITTEN_TOGETHER = [
  ["Han", "Hiragana", "Katakana"],
  ["Han", "Hangul"],
  ["Han", "Bopomofo"],
] as const;

/** Compiled for the first name that is not plain ASCII: slow to compile, and no program needs them to start. */
let writingSystems: readonly RegExp[] | undefined;

function compileWritingSystems(): readonly RegExp[] {
  writingSystems ??= [...ALLOWED_SCRIPTS.map((script) => [script]), ...WRITTEN_TOGETHER].map(letterOf);
  return writingSystems;
}

/** A pattern for one letter of these scripts, or of no script in particular (Common, Inherited). */
function letterOf(scripts: readonly string[]): RegExp {
  const properties = [...scripts, "Common", "Inherited"].map((script) => `\\p{Script_Extensions=${script}}`);
  return new RegExp(`[${properties.join("")}]`, "u");
}

/**
 * Marks count as letters: a dot or a ring of another script's makes one letter look like another. Digits, punctuation
 * and symbols go with every script [C-43].
 */
function findScriptProblem(name: string): UsernameProblem | null {
  let systems = compileWritingSystems();
  for (const letter of name.match(/[\p{L}\p{M}]/gu) ?? []) {
    const fitting = systems.filter((system) => system.test(letter));
    if (fitting.length === 0) return misfit(letter);
    systems = fitting;
  }
  return null;
}

function misfit(letter: string): UsernameProblem {
  if (compileWritingSystems().some((system) => system.test(letter))) {
    return {
      code: "mixed-scripts",
      text:
        `The name has ${nameCharacter(letter)}, of another script than the letters before it. All letters must be of ` +
        "one script; Han may stand with kana, with Hangul or with Bopomofo.",
    };
  }
  return {
    code: "script",
    text: `The script of ${nameCharacter(letter)} is not allowed. Allowed: ${ALLOWED_SCRIPTS.join(", ")}.`,
  };
}

const RESERVED_KEYS: ReadonlySet<string> = /* @__PURE__ */ foldReservedNames();

function foldReservedNames(): Set<string> {
  return new Set(RESERVED_NAMES.map(foldName));
}

const PLAIN_RESERVED = new RegExp(`^(?:${RESERVED_NAMES.join("|")})$`, "i");

const RESERVED: UsernameProblem = {
  code: "reserved",
  text: `The names ${RESERVED_NAMES.join(", ")} are reserved, however they are spelled. Choose another.`,
};

/** [C-45] */
function findReservedProblem(name: string): UsernameProblem | null {
  return RESERVED_KEYS.has(foldName(name)) ? RESERVED : null;
}
