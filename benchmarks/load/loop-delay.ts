import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { waitQuantile } from "./wait-quantile.ts";

/**
 * Time between two looks at the event loop, in milliseconds. A longer one would see no delay that is shorter than itself.
 */
const LOOK_EVERY_MS = 1;

/** The shares of the looks of which the times are taken: ever closer to all of them, since few long ones are much of the time. */
const SHARES = [
  ...Array.from({ length: 90 }, (_, index) => index + 1),
  ...[90, 99, 99.9, 99.99].flatMap((from) =>
    Array.from({ length: from === 99.99 ? 10 : 9 }, (_, index) => from + ((index + 1) * (100 - from)) / 10),
  ),
];

/** Delays of an event loop, in milliseconds. */
export interface LoopDelays {
  /** 99th percentile over the looks: what `monitorEventLoopDelay` tells, less the time from look to look that is part of it. */
  readonly p99Ms: number;
  /**
   * 99th percentile over time: what something waits that comes at any moment. A loop that stands still is not looked at, so a
   * long stall is one look among many short ones; here it weighs as long as it took.
   */
  readonly waitP99Ms: number;
  readonly maxMs: number;
}

/** Watches how late this process's event loop is. */
export class LoopDelay {
  readonly #looks: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });

  constructor() {
    this.#looks.enable();
  }

  /** Returns the delays since the last call. */
  take(): LoopDelays {
    const looks = this.#looks;
    const toMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - LOOK_EVERY_MS);
    const intervals = SHARES.map((share, index) => ({
      weight: share - (SHARES[index - 1] ?? 0),
      ms: looks.percentile(share) / 1e6,
    }));
    const delays = {
      p99Ms: toMs(looks.percentile(99)),
      waitP99Ms: waitQuantile(intervals, 0.99),
      maxMs: toMs(looks.max),
    };
    this.forget();
    return delays;
  }

  /** Forgets what was until now, this moment's own delay included. */
  forget(): void {
    this.#looks.reset();
  }
}
