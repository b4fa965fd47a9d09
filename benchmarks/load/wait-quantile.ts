/** So many looks, and how long after the one before each came. */
interface Interval {
  readonly weight: number;
  readonly ms: number;
}

/** Largest error of the answer, in milliseconds. */
const PRECISION_MS = 0.001;

/**
 * Returns a quantile of the time from a random moment to the next sample, over all moments, in
 * milliseconds.
 */
export function waitQuantile(intervals: readonly Interval[], share: number): number {
  const totalMs = intervals.reduce((sum, { weight, ms }) => sum + weight * ms, 0);
  const longerThan = (waitMs: number) =>
    intervals.reduce((sum, { weight, ms }) => sum + weight * Math.max(0, ms - waitMs), 0) / totalMs;
  let low = 0;
  let high = Math.max(0, ...intervals.map(({ ms }) => ms));
  while (high - low > PRECISION_MS) {
    const middle = (low + high) / 2;
    if (longerThan(middle) > 1 - share) low = middle;
    else high = middle;
  }
  return high;
}
