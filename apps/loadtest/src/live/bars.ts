export function drawProgressBar(progress: number, cells: number): string {
  const full = Math.floor(Math.min(1, Math.max(0, progress)) * cells);
  return "█".repeat(full) + "░".repeat(Math.max(0, cells - full));
}

/** Parts of a cell that are filled from below, by eighths. */
const FILLINGS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const EIGHTHS = FILLINGS.length - 1;

export interface BarsSize {
  readonly cells: number;
  /** Rows that the highest bar fills. */
  readonly rows: number;
}

/**
 * Draws values as bars beside each other, in rows from above. A bar of 0 still shows; a value that was not measured, `null`,
 * leaves its place empty.
 *
 * @param worst - chooses the value that stands for neighbours where there are more values than cells
 */
export function drawBars(
  values: readonly (number | null)[],
  { cells, rows }: BarsSize,
  worst: (...values: number[]) => number,
): string[] {
  const gathered = cells > 0 ? gather(values, cells, worst) : [];
  const highest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const levels = gathered.map((value) => {
    if (value === null) return 0;
    return highest === 0 ? 1 : Math.max(1, Math.round((value / highest) * rows * EIGHTHS));
  });
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * EIGHTHS;
    return levels.map((level) => FILLINGS[Math.min(EIGHTHS, Math.max(0, level - below))]).join("");
  });
}

/** Gathers neighbours until there are at most `cells` values. */
function gather(
  values: readonly (number | null)[],
  cells: number,
  worst: (...values: number[]) => number,
): (number | null)[] {
  const size = Math.max(1, Math.ceil(values.length / cells));
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => {
    const known = values.slice(index * size, (index + 1) * size).filter((value) => value !== null);
    return known.length === 0 ? null : worst(...known);
  });
}
