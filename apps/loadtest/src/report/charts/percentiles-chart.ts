import { displayText } from "@chat/protocol";
import { type Measured, mainMeasureOf, measuresOf } from "../../result/measures.ts";
import type { LabelledRun } from "../run-labels.ts";
import { type ChartSpec, type LineSpec, toRarity } from "./chart-spec.ts";
import { toDrawn, withScale } from "./time-line.ts";

/** Lines that one can still tell apart. */
const MAX_LINES = 6;

/** The distribution of latencies: how long the slowest one in ten, in a hundred, in a thousand waited. */
export function drawPercentilesChart(runs: readonly LabelledRun[]): ChartSpec {
  const lines = (runs.length === 1 ? runs.flatMap(linesOfRun) : runs.flatMap(mainLineOf)).filter(
    ({ x }) => x.length > 0,
  );
  const ends = lines.map(({ x }) => x.at(-1) ?? 0);
  const panel = withScale({ title: titleOf(runs), unit: "ms", lines, marks: [] }, "far-values");
  return {
    id: "percentiles",
    title: "Latency by percentile",
    caption:
      "Each step to the right is ten times rarer: at 99 % one in a hundred waited longer than the line shows. A line that bends up early has a long tail. The last point is the longest wait of all.",
    axis: "rarity",
    range: [0, Math.max(1, ...ends)],
    panels: lines.length > 0 ? [panel] : [],
  };
}

function linesOfRun({ result }: LabelledRun): LineSpec[] {
  return measuresOf(result)
    .filter(({ latency }) => latency.count > 0)
    .slice(0, MAX_LINES)
    .map((measured, color) => drawLine(measured, displayText(measured.title), color));
}

function mainLineOf({ result, label }: LabelledRun, color: number): LineSpec[] {
  const measured = mainMeasureOf(result);
  return measured ? [drawLine(measured, label, color)] : [];
}

function drawLine({ name, latency: { percentiles, count } }: Measured, label: string, color: number): LineSpec {
  const points = percentiles.map(([percentile, ms]) => ({ x: toDrawn(toRarity(percentile, count)), y: toDrawn(ms) }));
  // A rare percentile of few values is the largest of them: one point for both.
  const distinct = points.filter(({ x }, index) => index === points.length - 1 || x < (points[index + 1]?.x ?? x));
  return {
    label,
    color,
    stroke: name.endsWith("-uncorrected") ? "dashed" : "solid",
    shape: "line",
    coveredBy: 0,
    x: distinct.map(({ x }) => x),
    y: distinct.map(({ y }) => y),
  };
}

function titleOf(runs: readonly LabelledRun[]): string {
  if (runs.length === 1) return "Latency";
  const titles = new Set(runs.map(({ result }) => displayText(mainMeasureOf(result)?.title ?? "nothing")));
  return `Latency: ${[...titles].join(" or ")}`;
}
