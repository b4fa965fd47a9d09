import type { WindowMetrics } from "./breaking-rules.ts";

/** Least number of samples for a percentile or a load: the first ones of a run are those of a tester that warms up. */
const MIN_SAMPLES = 3;

export interface WindowSample extends WindowMetrics {
  /** Time of the sample, in milliseconds of the run. */
  readonly atMs: number;
}

/**
 * The metrics of the last seconds: sums of the counts, and medians over the samples of percentiles and of the tester's load.
 * One bad moment, such as a garbage collection, breaks nothing; half of the time does.
 */
export class MetricsWindow {
  readonly #windowMs: number;
  #samples: WindowSample[] = [];

  /** @param windowMs - time for which a sample counts, in milliseconds */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(sample: WindowSample): void {
    this.#samples.push(sample);
    this.#samples = this.#samples.filter(({ atMs }) => atMs > sample.atMs - this.#windowMs);
  }

  /** Drops all samples: the clients start from none again. */
  clear(): void {
    this.#samples = [];
  }

  /** Returns the metrics of the window; `null` before the first sample. */
  read(): WindowMetrics | null {
    const samples = this.#samples;
    const last = samples.at(-1);
    if (!last) return null;
    const sum = (pick: (sample: WindowSample) => number) => samples.reduce((total, sample) => total + pick(sample), 0);
    const middle = (pick: (sample: WindowSample) => number | null) =>
      samples.length < MIN_SAMPLES ? null : median(samples.flatMap((sample) => pick(sample) ?? []));
    return {
      clients: last.clients,
      attempts: sum(({ attempts }) => attempts),
      refused: sum(({ refused }) => refused),
      timedOut: sum(({ timedOut }) => timedOut),
      handshakeP99Ms: middle(({ handshakeP99Ms }) => handshakeP99Ms),
      answersExpected: sum(({ answersExpected }) => answersExpected),
      answersLost: sum(({ answersLost }) => answersLost),
      answerP99Ms: middle(({ answerP99Ms }) => answerP99Ms),
      dropped: sum(({ dropped }) => dropped),
      details: Object.assign({}, ...samples.map(({ details }) => details)),
      tester: {
        openFiles: sum(({ tester }) => tester.openFiles),
        ports: sum(({ tester }) => tester.ports),
        loopDelayMs: middle(({ tester }) => tester.loopDelayMs) ?? 0,
        testerCpuShare: middle(({ tester }) => tester.testerCpuShare) ?? 0,
      },
    };
  }
}

/** Returns the middle one of values, the lower of two; `null` of none. */
function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}
