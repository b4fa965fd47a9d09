export function drawProgressBar(progress: number, cells: number): string {
  const full = Math.floor(Math.min(1, Math.max(0, progress)) * cells);
  return "█".repeat(full) + "░".repeat(Math.max(0, cells - full));
}

const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** Draws values as bars beside each other, the last ones at the right; more of them than cells are gathered, the highest counts. */
export function drawSparkline(values: readonly number[], cells: number): string {
  if (cells <= 0 || values.length === 0) return "";
  const gathered = gather(values, cells);
  const highest = Math.max(...gathered);
  return gathered.map((value) => BARS[highest === 0 ? 0 : Math.round((value / highest) * (BARS.length - 1))]).join("");
}

/** Gathers neighbours until there are at most `cells` values; the highest of each group counts, so that no peak is lost. */
function gather(values: readonly number[], cells: number): number[] {
  const size = Math.ceil(values.length / cells);
  const groups = Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
  return groups.map((group) => Math.max(...group));
}
