import type { RunResult } from "../result/run-result.ts";
import { COMPARISONS, type Threshold } from "./threshold.ts";
import { THRESHOLD_FIGURES } from "./threshold-metrics.ts";

type ThresholdOutcome = RunResult["thresholds"][number];

/** Looks which conditions came true. One about a figure that was not measured counts as true: nobody can say that it is not. */
export function evaluateThresholds(result: RunResult, thresholds: readonly Threshold[]): ThresholdOutcome[] {
  return thresholds.map(({ condition, figure: name, comparison, bound }) => {
    const figure = THRESHOLD_FIGURES.find((known) => known.name === name);
    const actual = figure?.read(result) ?? null;
    const unit = figure?.unit ?? "";
    if (actual === null) return { condition: `${condition} (not measured)`, isCrossed: true, actual: 0, unit };
    return { condition, isCrossed: COMPARISONS[comparison](actual, bound), actual, unit };
  });
}
