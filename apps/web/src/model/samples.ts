import type { Now, Totals } from "./contract.ts";

/** The counts of the server at one time. */
export interface Sample {
  /** Milliseconds of a clock that never goes back. */
  readonly at: number;
  readonly now: Now;
}

/** Time that is kept and drawn, in milliseconds. */
export const WINDOW_MS = 600_000;

/** Time over which a rate is measured, in milliseconds: less would show single messages as a storm. */
const RATE_SPAN_MS = 5_000;

/** A number that only grows. */
export type Counted = (totals: Totals) => number;

/** Adds a sample and drops those that are too old, and all when the server was started again. */
export function addSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && sample.now.uptimeMs < last.now.uptimeMs) return [sample];
  return [...samples.filter(({ at }) => at >= sample.at - WINDOW_MS), sample];
}

/** Returns by how much a number has grown in the last `spanMs` milliseconds, or since the first sample. */
export function growth(samples: readonly Sample[], spanMs: number, count: Counted): number {
  const last = samples.at(-1);
  const first = last && samples.find(({ at }) => at >= last.at - spanMs);
  return first ? Math.max(0, count(last.now.totals) - count(first.now.totals)) : 0;
}

/**
 * Returns the growth for each second at every sample, measured over {@link RATE_SPAN_MS}; `null` at the first, which has nothing
 * before it.
 */
export function rates(samples: readonly Sample[], count: (now: Now) => number): (number | null)[] {
  let first = 0;
  return samples.map(({ at, now }, index) => {
    while (first < index - 1 && (samples[first] as Sample).at < at - RATE_SPAN_MS) first += 1;
    const before = samples[first] as Sample;
    if (index === 0 || at <= before.at) return null;
    return (Math.max(0, count(now) - count(before.now)) * 1_000) / (at - before.at);
  });
}
