import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { waitQuantile } from "./statistics.ts";

/** Time between two samples of the event loop, in milliseconds. A longer one would miss every delay that is shorter than itself. */
const SAMPLE_EVERY_MS = 1;

/** The percentiles that are read of the samples. They get denser towards 100, since a few long samples are much of the time. */
const PERCENTILES = [
  ...Array.from({ length: 90 }, (_, index) => index + 1),
  ...[90, 99, 99.9, 99.99].flatMap((from) =>
    Array.from({ length: from === 99.99 ? 10 : 9 }, (_, index) => from + ((index + 1) * (100 - from)) / 10),
  ),
];

/** Delays of an event loop, in milliseconds. */
export interface LoopDelays {
  /** 99th percentile over the samples: that of `monitorEventLoopDelay` without the sampling interval, which is part of it. */
  readonly p99Ms: number;
  /**
   * 99th percentile over time: the wait of an event that comes at any moment. A loop that stands still takes no samples, so a
   * long stall is one sample among many short ones; here it weighs as much as it took.
   */
  readonly waitP99Ms: number;
  readonly maxMs: number;
}

/** Watches the delays of this process's event loop. */
export class LoopDelay {
  readonly #samples: IntervalHistogram = monitorEventLoopDelay({ resolution: SAMPLE_EVERY_MS });

  constructor() {
    this.#samples.enable();
  }

  /** Returns the delays since the last call. */
  take(): LoopDelays {
    const samples = this.#samples;
    const toMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - SAMPLE_EVERY_MS);
    const intervals = PERCENTILES.map((percentile, index) => ({
      weight: percentile - (PERCENTILES[index - 1] ?? 0),
      ms: samples.percentile(percentile) / 1e6,
    }));
    const delays = {
      p99Ms: toMs(samples.percentile(99)),
      waitP99Ms: waitQuantile(intervals, 0.99),
      maxMs: toMs(samples.max),
    };
    this.forget();
    return delays;
  }

  /** Forgets all delays until now, that of this moment included. */
  forget(): void {
    this.#samples.reset();
  }
}
