import { type ChartSpec, type LineSpec, writeX, writeY } from "./chart-spec.ts";

/** Rows of a chart's table at most: enough to follow it, few enough to read. */
const MAX_ROWS = 25;

/** A chart's values as a table: a row for each of some points on its x axis. */
export interface ChartRows {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** True when there are points that no row shows. */
  readonly isThinned: boolean;
}

export function writeChartRows({ axis, panels }: ChartSpec): ChartRows {
  const columns = panels.flatMap(({ title, unit, lines }) => lines.map((line) => ({ title, unit, line })));
  const all = columns.reduce<readonly number[]>(
    (longest, { line }) => (line.x.length > longest.length ? line.x : longest),
    [],
  );
  const points = thin(all);
  return {
    heads: [axis === "time" ? "Time" : "Percentile", ...columns.map(({ title, line }) => `${title}: ${line.label}`)],
    rows: points.map((x) => [
      writeX(axis, x),
      ...columns.map(({ unit, line }) => {
        const value = valueAt(line, x);
        return value === null ? "–" : writeY(unit, value);
      }),
    ]),
    isThinned: points.length < all.length,
  };
}

/** Evenly chosen ones, the first and the last among them. */
function thin(values: readonly number[]): readonly number[] {
  if (values.length <= MAX_ROWS) return values;
  const step = (values.length - 1) / (MAX_ROWS - 1);
  return Array.from({ length: MAX_ROWS }, (_, index) => values[Math.round(index * step)] ?? 0);
}

/** Returns the value of a line at the nearest point; `null` past its ends. */
export function valueAt({ x, y }: LineSpec, point: number): number | null {
  const last = x.length - 1;
  const after = x.findIndex((value) => value >= point);
  const right = after === -1 ? last : after;
  const left = Math.max(0, right - 1);
  const nearest = Math.abs((x[left] ?? 0) - point) < Math.abs((x[right] ?? 0) - point) ? left : right;
  const reach = last > 0 ? ((x[last] ?? 0) - (x[0] ?? 0)) / last : Infinity;
  return after === -1 && point - (x[last] ?? 0) > reach ? null : (y[nearest] ?? null);
}
