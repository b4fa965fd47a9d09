/**
 * Finds the words of a list in a text, as whole words: "ass" is not in "class". Case and the width of letters do not matter.
 *
 * @param list words, separated by commas
 */
export function findWatchedWords(text: string, list: string): string[] {
  const used = new Set(splitWords(text));
  return list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "" && used.has(normalize(word)));
}

function splitWords(text: string): string[] {
  return normalize(text).split(/[^\p{L}\p{M}\p{N}]+/u);
}

function normalize(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
