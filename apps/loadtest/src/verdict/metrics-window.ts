import type { WindowMetrics } from "./breaking-rules.ts";

/** From so many samples on, a percentile or a load is known: the first ones of a run are those of a tester that warms up. */
const MIN_SAMPLES = 3;

/** Facts of a short time, as they are told a few times a second. */
export interface WindowSample extends WindowMetrics {
  /** When it was told, in milliseconds of the run. */
  readonly atMs: number;
}

/**
 * The facts of the last seconds. Counts are summed up. Of percentiles and of the tester's load it gives the median over the
 * samples: one bad moment, such as a garbage collection, breaks nothing; half of the time does.
 */
export class MetricsWindow {
  readonly #windowMs: number;
  #samples: WindowSample[] = [];

  /** @param windowMs - for how long facts count, in milliseconds */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(sample: WindowSample): void {
    this.#samples.push(sample);
    this.#samples = this.#samples.filter(({ atMs }) => atMs > sample.atMs - this.#windowMs);
  }

  /** Forgets everything: the clients start from none again. */
  clear(): void {
    this.#samples = [];
  }

  /** Gives what the window shows; `null` before the first sample. */
  read(): WindowMetrics | null {
    const samples = this.#samples;
    const last = samples.at(-1);
    if (!last) return null;
    const sum = (pick: (facts: WindowSample) => number) => samples.reduce((total, sample) => total + pick(sample), 0);
    const middle = (pick: (facts: WindowSample) => number | null) =>
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

/** The middle one of values, the lower of two; `null` of none. */
function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}
