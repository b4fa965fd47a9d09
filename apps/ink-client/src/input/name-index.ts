import { foldName } from "@chat/protocol";

/**
 * The longest beginning of a text in which a name is looked for, in code units. A name has at most 64 bytes, but may be
 * typed in characters that only become those of the name when they are normalized.
 */
export const MAX_TYPED_NAME_LENGTH = 256;

/** Gives names, in their order, by what is the same for every spelling of a name; the first spelling of each. */
export function indexNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const nameIndex = new Map<string, string>();
  for (const name of names) {
    const key = foldName(name);
    if (key !== "" && !nameIndex.has(key)) nameIndex.set(key, name);
  }
  return nameIndex;
}
