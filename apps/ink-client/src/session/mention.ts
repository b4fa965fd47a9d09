import { foldName } from "@chat/protocol";

/** Returns whether a text mentions a name, or another text, in any spelling and as a word of its own. */
export function mentions(text: string, names: readonly string[]): boolean {
  // Word by word: what is longer than any name is not folded.
  const folded = text.replace(/\S+/gu, foldName);
  return names.some((name) => hasWord(folded, foldName(name)));
}

function hasWord(folded: string, key: string): boolean {
  if (key === "") return false;
  for (let start = folded.indexOf(key); start >= 0; start = folded.indexOf(key, start + 1)) {
    const before = folded.slice(Math.max(0, start - 2), start);
    const after = folded.slice(start + key.length, start + key.length + 2);
    if (!/[\p{L}\p{M}\p{N}_]$/v.test(before) && !/^[\p{L}\p{M}\p{N}_]/v.test(after)) return true;
  }
  return false;
}
