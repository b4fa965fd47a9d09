import { valueAt } from "./chart-rows.ts";
import type { LineSpec, PanelSpec } from "./chart-spec.ts";

/** Distance up to which two points are drawn on one another: a part of a linear axis, or of the value on a logarithmic one. */
const SAME_PLACE = 0.015;

/** Share of its points on another line from which on a line can't be seen behind that one. */
const COVERED_FROM = 0.5;

/** Counts for each line the later ones that are drawn over it: such a line is drawn wider, and shows on both sides of them. */
export function uncoverLines(panel: PanelSpec): PanelSpec {
  const { lines, scale } = panel;
  const most = lines.flatMap(({ y }) => y.map((value) => value ?? 0)).reduce((a, b) => Math.max(a, b), 0);
  const isSame = (a: number, b: number) =>
    Math.abs(a - b) <= SAME_PLACE * (scale === "linear" ? most : Math.max(Math.abs(a), Math.abs(b)));
  const uncovered = lines.map((line, index) => {
    const coveredBy = lines.slice(index + 1).filter((later) => isCovered(line, later, isSame)).length;
    // The gaps of a wide dashed line would look like points.
    return coveredBy > 0 ? { ...line, coveredBy, stroke: "solid" as const } : line;
  });
  return { ...panel, lines: uncovered };
}

function isCovered(line: LineSpec, later: LineSpec, isSame: (a: number, b: number) => boolean): boolean {
  const points = line.x.flatMap((x, index) => {
    const value = line.y[index] ?? null;
    return value === null ? [] : [{ x, value }];
  });
  const hidden = points.filter(({ x, value }) => {
    const over = valueAt(later, x);
    return over !== null && isSame(value, over);
  });
  return hidden.length > 0 && hidden.length >= points.length * COVERED_FROM;
}
