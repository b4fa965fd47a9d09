import type { ThresholdOutcome, Verdict } from "../result/run-result.ts";

/** Endings in which nothing failed yet: a condition that came true is what such a run is about. */
const MAY_CROSS: ReadonlySet<Verdict["kind"]> = new Set(["passed", "limit-found", "no-limit-met", "interrupted"]);

/** Judgement about the conditions of a run. */
export interface ThresholdJudgement {
  readonly kind: "threshold-crossed" | "threshold-not-measured";
  /** A sentence, or two. */
  readonly text: string;
}

/**
 * Judges the conditions of a run whose other metrics ended as `kind`; `null` where they change nothing. An interrupted run
 * had no time to measure everything: there only what came true counts.
 */
export function judgeThresholds(
  kind: Verdict["kind"],
  outcomes: readonly ThresholdOutcome[],
): ThresholdJudgement | null {
  if (!MAY_CROSS.has(kind)) return null;
  const crossed = conditionsOf(outcomes, "crossed");
  const unmeasured = conditionsOf(outcomes, "not-measured");
  if (crossed.length === 0 && (unmeasured.length === 0 || kind === "interrupted")) return null;
  const text = [...describeCrossed(crossed), ...describeUnmeasured(unmeasured)].join(" ");
  return { kind: crossed.length > 0 ? "threshold-crossed" : "threshold-not-measured", text };
}

function conditionsOf(outcomes: readonly ThresholdOutcome[], wanted: ThresholdOutcome["outcome"]): string[] {
  return outcomes.filter(({ outcome }) => outcome === wanted).map(({ condition }) => condition);
}

function describeCrossed(conditions: readonly string[]): string[] {
  if (conditions.length === 0) return [];
  return [`${conditions.length === 1 ? "A condition" : "Conditions"} came true: ${conditions.join(", ")}.`];
}

function describeUnmeasured(conditions: readonly string[]): string[] {
  if (conditions.length === 0) return [];
  const reason =
    conditions.length === 1
      ? "A condition could not be judged, since its metric was not measured"
      : "Conditions could not be judged, since their metrics were not measured";
  return [`${reason}: ${conditions.join(", ")}.`];
}
