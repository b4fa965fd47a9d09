import { findReservedReading } from "./reserved-reading.ts";
import { isAscii, skeletonOf } from "./skeleton.ts";

/**
 * Finds out whether a name is a disguise, for any users online. Returns a text that says what is wrong and what to do, or
 * `null`. The text is plain ASCII, under 200 bytes, and never quotes the name. Takes a name that the contract allows.
 *
 * The contract promises that these names are valid. So this is a policy of the server for newcomers, and its operator can
 * switch it off.
 */
export function findDisguise(name: string): string | null {
  if (isAscii(name)) return findReserved(name);
  return findBlank(name) ?? findComma(name) ?? findLostDot(name) ?? findReserved(name);
}

/** The text for a newcomer whose name looks like that of a user online. */
export const LOOKS_LIKE_ANOTHER =
  "The name looks like the name of a user who is online. Choose one that looks different. Names of plain ASCII " +
  "letters and digits are not compared in this way.";

/** Symbols without a shape that the contract does not forbid: a name with one looks like the name without it. */
const BLANK = /[\uFFFC\u{1D159}]/u;

function findBlank(name: string): string | null {
  const blank = BLANK.exec(name)?.[0];
  return blank === undefined
    ? null
    : `The name has the character ${codePointName(blank)}, which nobody can see. Leave it out.`;
}

/**
 * Characters that look like a comma, or serve as one in some script, and those that look like the ellipsis that the contract
 * forbids. Those that UTS #39 or NFKC turns into a comma are found without this list.
 */
const COMMA_LIKE = new RegExp(
  [
    "[\\u02CC\\u02DB\\u061B\\u204F\\u2E1D\\u2E35\\u02CE\\u02CF\\u0375\\u055D\\u060C\\u060D\\u066B\\u07F8\\u1363\\u1802\\u1808\\u201A\\u2E32\\u2E34\\u2E41\\u2E42",
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

/** A letter, the marks between, and a dot above. */
const DOTTED = /(\P{M})(\p{M}*?)\u0307/gu;

/**
 * Finds a dot above a letter that has one anyway, like `i`, or above one that looks like such a letter without its dot: both
 * look like the plain letter. A capital `I` has no dot of its own, so a dot on it can be seen.
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

/** Returns whether the dot is the lowest mark above its letter: it can change places with the marks before it. */
function isFirstAbove(marksBefore: string): boolean {
  return `\u0307${marksBefore}`.normalize("NFD") === `${marksBefore}\u0307`;
}

function findReserved(name: string): string | null {
  const reserved = findReservedReading(name);
  if (reserved === null) return null;
  return `The name can be read as ${reserved}, which is reserved. Choose a name that does not look like it.`;
}

/** Shows a character that can't be printed safely: `U+202E`. */
function codePointName(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}
