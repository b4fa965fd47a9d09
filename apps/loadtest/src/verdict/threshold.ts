import type { MeasuredRun, ThresholdOutcome } from "../result/run-result.ts";
import { DURATION_RULE, parseDuration } from "../units/duration.ts";
import { BYTE_SIZE_RULE, parseByteSize, parseRate, RATE_RULE } from "../units/quantity.ts";
import {
  findThresholdMetric,
  PERCENTILE_RULE,
  percentileOf,
  THRESHOLD_METRICS,
  type ThresholdUnit,
} from "./threshold-metrics.ts";

const COMPARISONS = {
  ">=": (actual: number, bound: number) => actual >= bound,
  "<=": (actual: number, bound: number) => actual <= bound,
  ">": (actual: number, bound: number) => actual > bound,
  "<": (actual: number, bound: number) => actual < bound,
} as const;

/** A condition under which a run counts as failed. */
export interface Threshold {
  /** As the user wrote it. */
  readonly condition: string;
  /** Name of a metric that {@link findThresholdMetric} knows. */
  readonly metric: string;
  readonly comparison: keyof typeof COMPARISONS;
  /** In the metric's own unit. */
  readonly bound: number;
}

export type ThresholdReading =
  | { readonly kind: "threshold"; readonly threshold: Threshold }
  | { readonly kind: "wrong"; readonly problem: string };

const CONDITION = /^\s*([a-z][\w./-]*?)\s*(>=|<=|>|<)\s*(\S.*?)\s*$/i;

/** Matches a name that is meant as a percentile. */
const PERCENTILE_LIKE = /(?:^|\.)p-?[\d.]+$/;

/** Matches a metric of one latency or of one kind of message alone. */
const PREFIXED = /^[a-z]+\./;

/** Readers of a bound, by the metric's unit; `parse` returns `null` for a text that is no bound. */
const BOUND_READERS: { readonly [Unit in ThresholdUnit]: { parse(text: string): number | null; rule: string } } = {
  ms: { parse: parseDuration, rule: DURATION_RULE },
  bytes: { parse: parseByteSize, rule: BYTE_SIZE_RULE },
  "/s": { parse: parseRate, rule: RATE_RULE },
  "%": {
    parse: numberIn(/^(\d+(?:\.\d+)?) ?%$/),
    rule: "it is compared with a percentage, such as 80%; one core is 100%",
  },
  µs: { parse: numberIn(/^(\d+(?:\.\d+)?) ?[uµμ]s$/), rule: "it is compared with microseconds, such as 50us" },
  "": { parse: numberIn(/^(\d+)$/), rule: "it is compared with a number, such as 0" },
};

export function readThreshold(condition: string): ThresholdReading {
  const [, name = "", comparison = "", boundText = ""] = CONDITION.exec(condition) ?? [];
  if (!isComparison(comparison)) {
    return wrong("a condition is a metric, one of > >= < <=, and a bound: p99>50ms or lost>0");
  }
  const metric = findThresholdMetric(name);
  if (!metric && PERCENTILE_LIKE.test(name) && percentileOf(name) === null) return wrong(PERCENTILE_RULE);
  if (!metric) return wrong(`there is no metric called ${name}: ${listMetrics()}`);
  const { parse, rule } = BOUND_READERS[metric.unit];
  const bound = parse(boundText);
  if (bound === null) return wrong(rule);
  return { kind: "threshold", threshold: { condition, metric: metric.name, comparison, bound } };
}

function wrong(problem: string): ThresholdReading {
  return { kind: "wrong", problem: `${problem}.` };
}

function isComparison(text: string): text is keyof typeof COMPARISONS {
  return Object.hasOwn(COMPARISONS, text);
}

function listMetrics(): string {
  const names = THRESHOLD_METRICS.map(({ name }) => name).filter((name) => !PREFIXED.test(name));
  return `it is a percentile such as p95, one of ${names.join(", ")}, or such as answer.p99 and direct.lost`;
}

/** Creates a parser of a number with its unit; it returns `null` for another text. */
function numberIn(pattern: RegExp): (text: string) => number | null {
  return (text) => {
    const digits = pattern.exec(text)?.[1];
    return digits === undefined ? null : Number(digits);
  };
}

/** Lists the percentiles that conditions are about: a run has to measure them. */
export function percentilesIn(thresholds: readonly Threshold[]): number[] {
  return thresholds.flatMap(({ metric }) => percentileOf(metric) ?? []);
}

/** Finds the conditions that came true, and those about metrics that were not measured: nobody can rule these out. */
export function evaluateThresholds(result: MeasuredRun, thresholds: readonly Threshold[]): ThresholdOutcome[] {
  return thresholds.map(({ condition, metric: name, comparison, bound }) => {
    const metric = findThresholdMetric(name);
    const actual = metric?.read(result) ?? null;
    const unit = metric?.unit ?? "";
    if (actual === null) return { condition, outcome: "not-measured", actual, unit };
    return { condition, outcome: COMPARISONS[comparison](actual, bound) ? "crossed" : "kept", actual, unit };
  });
}
