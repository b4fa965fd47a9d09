/** Returns the candidate that a mistyped word most likely means, in whatever case; `null` when none is near. */
export function findNearest(word: string, candidates: readonly string[]): string | null {
  // Every candidate starts with nothing.
  if (word === "") return null;
  const written = word.toLowerCase();
  const completed = candidates.find((candidate) => candidate.toLowerCase().startsWith(written));
  if (completed !== undefined) return completed;
  const [nearest] = candidates
    .map((candidate) => ({ candidate, distance: countEdits(written, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.ceil(word.length / 4) ? nearest.candidate : null;
}

/** Counts the characters to insert, delete or replace, and the neighbours to swap (optimal string alignment). */
function countEdits(from: string, to: string): number {
  let aboveLast: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 0; at < from.length; at++) {
    const above = row;
    row = [at + 1];
    for (let index = 1; index <= to.length; index++) {
      const replaced = (above[index - 1] ?? 0) + (from[at] === to[index - 1] ? 0 : 1);
      const isSwapped = from[at] === to[index - 2] && from[at - 1] === to[index - 1];
      const swapped = isSwapped ? (aboveLast[index - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, (above[index] ?? 0) + 1, (row[index - 1] ?? 0) + 1));
    }
    aboveLast = above;
  }
  return row[to.length] ?? 0;
}
