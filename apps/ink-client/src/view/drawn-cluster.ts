import stringWidth from "string-width";

/**
 * Stands in a drawn text behind what continues in the next cluster. It makes Ink count both, and never reaches the
 * terminal. Two joiners in a row come from nowhere else: `displayText` leaves one at most.
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
 * Gives the form in which a grapheme cluster is drawn. Most terminals give each letter of a cluster cells of its own, as
 * in Hindi's `स्ते`, while Ink counts the first letter alone: the rest would be lost under what follows. What is drawn is
 * the same; it is only split so that Ink counts all.
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
