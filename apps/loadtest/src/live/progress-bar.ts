/** Draws how far something is, from 0 to 1, in so many cells. */
export function drawProgressBar(progress: number, cells: number): string {
  const full = Math.floor(Math.min(1, Math.max(0, progress)) * cells);
  return "█".repeat(full) + "░".repeat(Math.max(0, cells - full));
}
