import { type IntervalHistogram, monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { ServerKind } from "@chat/protocol";
import { type EncodedHistograms, Recorder } from "../metrics/recorder.ts";
import type { ErrorKind } from "../result/error-kind.ts";
import type { Measure } from "../result/measures.ts";

/** Interval at which the event loop's delay is measured, in milliseconds. */
const LOOP_DELAY_RESOLUTION_MS = 10;

export interface WorkerState {
  readonly joined: number;
  /** The most that were joined at once since the last sample. */
  readonly mostJoined: number;
  /** Clients that had joined, and whose last attempt to come back failed. */
  readonly notBack: number;
  /** When something last came on any connection, in microseconds of the machine's monotonic clock; `null` before. */
  readonly heardAtUs: number | null;
  /** When a client last lost its connection. */
  readonly lostAtUs: number | null;
  /** True while a welcome, an answer or a message may still come. */
  readonly isOwed: boolean;
  /** Questions that a later answer passed over, or that wait too long, since the run began. */
  readonly overdueAnswers: number;
  readonly serverKind: ServerKind | null;
}

interface WorkerCounts {
  joins: number;
  /** Joins of clients that had joined before. */
  rejoins: number;
  /** Connections of slow readers that the server has closed. */
  cutOffs: number;
  sent: number;
  received: number;
}

export interface WorkerSample extends WorkerState, Readonly<WorkerCounts> {
  readonly histograms: EncodedHistograms;
  /** By kind, since the last sample. */
  readonly errors: Readonly<Record<string, number>>;
  /** The first detail of each kind since the last sample, for people. */
  readonly details: Readonly<Record<string, string>>;
  readonly loopDelayP99Ms: number;
  /** Busy time of this worker's event loop, as a share of all time. */
  readonly loopUtilization: number;
}

export class WorkerSampler {
  readonly counts: WorkerCounts = { joins: 0, rejoins: 0, cutOffs: 0, sent: 0, received: 0 };
  readonly #recorder = new Recorder();
  readonly #loopDelay: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOP_DELAY_RESOLUTION_MS });
  #utilization = performance.eventLoopUtilization();
  #errors: Record<string, number> = {};
  #details: Record<string, string> = {};

  constructor() {
    this.#loopDelay.enable();
  }

  record(measure: Measure, us: number): void {
    this.#recorder.record(measure, us);
  }

  countError(kind: ErrorKind, detail: string, times = 1): void {
    this.#errors[kind] = (this.#errors[kind] ?? 0) + times;
    this.#details[kind] ??= detail;
  }

  /** Returns what happened since the last sample, and begins the next one. */
  take(state: WorkerState): WorkerSample {
    const sample: WorkerSample = {
      ...state,
      ...this.counts,
      histograms: this.#recorder.take(),
      errors: this.#errors,
      details: this.#details,
      // The monitor measures the whole time between two of its ticks.
      loopDelayP99Ms: Math.max(0, this.#loopDelay.percentile(99) / 1e6 - LOOP_DELAY_RESOLUTION_MS),
      loopUtilization: performance.eventLoopUtilization(this.#utilization).utilization,
    };
    Object.assign(this.counts, { joins: 0, rejoins: 0, cutOffs: 0, sent: 0, received: 0 });
    this.#errors = {};
    this.#details = {};
    this.#loopDelay.reset();
    this.#utilization = performance.eventLoopUtilization();
    return sample;
  }

  stop(): void {
    this.#loopDelay.disable();
  }
}
