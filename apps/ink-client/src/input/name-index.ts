import { foldName } from "@chat/protocol";

/**
 * The length of the beginning of a text in which a name is searched, in code units. A name has at most 64 bytes, but may
 * be typed in characters that only become those of the name when they are normalized.
 */
export const MAX_TYPED_NAME_LENGTH = 256;

/** Maps the folded form of each name to its first spelling, in the order of the names. */
export function indexNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const nameIndex = new Map<string, string>();
  for (const name of names) {
    const key = foldName(name);
    if (key !== "" && !nameIndex.has(key)) nameIndex.set(key, name);
  }
  return nameIndex;
}

/** The marks that accents are made of when a letter is taken apart. Marks of other scripts are letters to those who write them. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Letters that Unicode does not take apart into another letter and a mark. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe" };

/** Returns a folded name as somebody types it who has none of its accents on the keyboard. */
export function dropAccents(folded: string): string {
  const letters = folded.normalize("NFD").replace(ACCENTS, "");
  return letters.replace(/[øłđðþæœ]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter);
}
