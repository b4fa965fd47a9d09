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
