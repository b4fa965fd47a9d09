import hdr, { type Histogram } from "hdr-histogram-js";
import type { StubDelays } from "./stub-faults.ts";

/** Delays that a stub has added, by its own clock and its own histogram: nothing of it is the tester's. */
export class DelayRecord {
  readonly #histogram = hdr.build({ highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
  readonly #warmUpMs: number;
  #startedAtMs: number | null = null;

  /** @param warmUpMs - time after the first delay in which none is recorded, in milliseconds */
  constructor(warmUpMs: number) {
    this.#warmUpMs = warmUpMs;
  }

  /** Takes the delay of what is being written now. */
  record(delayMs: number): void {
    const now = performance.now();
    this.#startedAtMs ??= now;
    if (now - this.#startedAtMs >= this.#warmUpMs) this.#histogram.recordValue(Math.round(delayMs * 1_000));
  }

  summarize(): StubDelays {
    return summarizeDelays(this.#histogram);
  }
}

/** Sums a histogram of microseconds up in milliseconds. */
export function summarizeDelays(histogram: Histogram): StubDelays {
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1_000;
  return { count: histogram.totalCount, p50: at(50), p99: at(99), p999: at(99.9) };
}
