import { foldName } from "@chat/protocol";

/**
 * The longest beginning of a text in which a name is looked for, in code units. A name has at most 64 bytes, but may be
 * typed in characters that only become those of the name when they are normalized.
 */
export const MAX_TYPED_NAME_LENGTH = 256;

/** Gives names, in their order, by what is the same for every spelling of a name; the first spelling of each. */
export function spellingsOf(names: Iterable<string>): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  for (const name of names) {
    const key = foldName(name);
    if (key !== "" && !spellings.has(key)) spellings.set(key, name);
  }
  return spellings;
}
