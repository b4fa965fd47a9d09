import stringWidth from "string-width";

/**
 * The mark behind a cluster that continues in the next one. It makes Ink count both, and never reaches the terminal. No
 * other text has two joiners in a row: `displayText` leaves at most one.
 */
export const CONTINUES = "\u200c\u200c";

/** The letter of Thai or Lao that is written as one and drawn as two: a ring above, under the tone, and a letter behind. */
const THAI_AM = /(?<=.)([\u0e48-\u0e4b]*)\u0e33/su;
const LAO_AM = /(?<=.)([\u0ec8-\u0ecb]*)\u0eb3/su;

const TWO_LETTERS = /\p{L}.*\p{L}/su;
const LETTER_BEHIND = /(?<=.)(?=\p{L})/gsu;
/** Marks, joiners and the Korean vowels and endings that are drawn inside the letter before them. */
const WITHOUT_CELLS = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7fb]$/u;

/**
 * Returns the form in which a grapheme cluster is drawn. Most terminals give each letter of a cluster its own cells, as in
 * `स्ते` of Hindi, while Ink counts the first letter alone: the next text would cover the rest. The drawn form looks the
 * same, and is only split so that Ink counts all letters.
 */
export function drawnCluster(cluster: string): string {
  if (!TWO_LETTERS.test(cluster)) return cluster;
  const drawn = cluster.replace(THAI_AM, "\u0e4d$1\u0e32").replace(LAO_AM, "\u0ecd$1\u0eb2");
  return countLetterCells(drawn) > stringWidth(drawn) ? drawn.replace(LETTER_BEHIND, CONTINUES) : drawn;
}

function countLetterCells(cluster: string): number {
  let cells = 0;
  for (const character of cluster) {
    if (!WITHOUT_CELLS.test(character)) cells += stringWidth(character);
  }
  return cells;
}
