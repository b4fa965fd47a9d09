import { quantile } from "../load/statistics.ts";

/** Values of all rounds, by server, then by measure. */
export type Metrics = Record<string, Record<string, number[]>>;

/** Adds what one round found. */
export function addMetric(metrics: Metrics, server: string, measure: string, value: number): void {
  metrics[server] ??= {};
  metrics[server][measure] ??= [];
  metrics[server][measure].push(value);
}

/** The middle of many rounds, and how far they lie apart: the half of them in the middle is from `low` to `high`. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Quartiles, so that one round in which something else ran on the machine decides nothing. `null` without a value. */
export function spreadOf(values: readonly number[] | undefined): Spread | null {
  if (values === undefined || values.length === 0) return null;
  return { low: quantile(values, 0.25), median: quantile(values, 0.5), high: quantile(values, 0.75) };
}

/** Ratios of what was found in the same round: what the machine did meanwhile met both. */
export function ratiosOf(values: readonly number[] = [], others: readonly number[] = []): number[] {
  const rounds = Math.min(values.length, others.length);
  return Array.from({ length: rounds }, (_, round) => (values[round] as number) / (others[round] as number));
}

/** A number in three digits or so: 0.71, 12.3, 126, 27,100. */
export function formatMetric(value: number): string {
  if (value >= 1_000) return new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 }).format(value);
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
