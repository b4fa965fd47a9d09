import type { Histogram } from "hdr-histogram-js";
import { isMeasured } from "../result/least-values.ts";
import type { Latency } from "../result/run-result.ts";

/** Percentiles at which a distribution is drawn: ever closer to 100, as far as there are values to tell them apart. */
const DRAWN_PERCENTILES = [
  0, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97.5, 98, 99, 99.5, 99.75, 99.9, 99.95, 99.975, 99.99,
  99.995, 99.999,
];

/**
 * Sums a histogram of microseconds up in milliseconds.
 *
 * @param wanted - percentiles that the distribution has besides the usual ones, as far as there are values for them
 */
export function summarizeLatency(histogram: Histogram, wanted: readonly number[] = []): Latency {
  const at = (percentile: number) => toMs(histogram.getValueAtPercentile(percentile));
  const count = histogram.totalCount;
  const ifMeasured = (percentile: number) => (isMeasured(percentile, count) ? at(percentile) : null);
  const drawn = [...new Set([...DRAWN_PERCENTILES, ...wanted])]
    .filter((percentile) => isMeasured(percentile, count))
    .sort((a, b) => a - b);
  return {
    count,
    min: at(0),
    mean: toMs(histogram.mean),
    p50: at(50),
    p90: ifMeasured(90),
    p99: ifMeasured(99),
    p999: ifMeasured(99.9),
    // Not `maxValue`, which is rounded the other way than percentiles: the most would be less than they.
    max: at(100),
    percentiles: [...drawn.map((percentile) => [percentile, at(percentile)] as [number, number]), [100, at(100)]],
  };
}

function toMs(us: number): number {
  return Math.round(us) / 1_000;
}
