/** Returns the value at this quantile: 0.5 is the median, 1 the largest. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}

/** Returns the median, rounded to two decimals. */
export function roundedMedian(values: readonly number[]): number {
  return Number(quantile(values, 0.5).toFixed(2));
}

/** Returns the slope of the straight line that is nearest to the points. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return above / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** Durations of one kind of event, in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

export function describeLatencies(latencies: readonly number[]): Latencies {
  return { p50: toMicroseconds(quantile(latencies, 0.5)), p99: toMicroseconds(quantile(latencies, 0.99)) };
}

/** Cuts off what is below a microsecond. */
function toMicroseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}

/** A number of samples with the same interval to the one before. */
interface Interval {
  readonly weight: number;
  readonly ms: number;
}

/** Largest error of the answer, in milliseconds. */
const PRECISION_MS = 0.001;

/** Returns a quantile of the time from a random moment to the next sample, over all moments, in milliseconds. */
export function waitQuantile(intervals: readonly Interval[], fraction: number): number {
  const totalMs = intervals.reduce((sum, { weight, ms }) => sum + weight * ms, 0);
  const longerThan = (waitMs: number) =>
    intervals.reduce((sum, { weight, ms }) => sum + weight * Math.max(0, ms - waitMs), 0) / totalMs;
  let low = 0;
  let high = Math.max(0, ...intervals.map(({ ms }) => ms));
  while (high - low > PRECISION_MS) {
    const middle = (low + high) / 2;
    if (longerThan(middle) > 1 - fraction) low = middle;
    else high = middle;
  }
  return high;
}
