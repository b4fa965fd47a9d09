/** Returns the candidate that a mistyped word most likely means; `null` when none is near. */
export function findNearest(word: string, candidates: readonly string[]): string | null {
  const completed = candidates.find((candidate) => candidate.startsWith(word));
  if (completed !== undefined) return completed;
  const [nearest] = candidates
    .map((candidate) => ({ candidate, distance: countEdits(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.ceil(word.length / 4) ? nearest.candidate : null;
}

/** Counts the characters to insert, delete or replace (Levenshtein's distance). */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const letter of from) {
    const above = row;
    row = [(above[0] ?? 0) + 1];
    for (let index = 1; index <= to.length; index++) {
      const replaced = (above[index - 1] ?? 0) + (letter === to[index - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[index] ?? 0) + 1, (row[index - 1] ?? 0) + 1));
    }
  }
  return row[to.length] ?? 0;
}
