import { displayText } from "@chat/protocol";
import type { Histogram } from "hdr-histogram-js";
import { WORKER_SAMPLE_EVERY_MS } from "../fleet/worker-message.ts";
import { nowUs } from "../generator/monotonic-clock.ts";
import type { WorkerSample } from "../generator/worker-sampler.ts";
import { summarizeLatency } from "../metrics/latency.ts";
import { addHistograms, createHistogram } from "../metrics/recorder.ts";
import { ErrorKind } from "../result/error-kind.ts";
import { Measure } from "../result/measures.ts";
import type { Latency, Sample } from "../result/run-result.ts";
import { sumOf } from "../scenario/traits.ts";

/** Usage of the server's process since the last reading: share of one core, and resident memory. */
export interface ServerUsage {
  readonly cpuShare: number;
  readonly memoryBytes: number;
}

/** Measures of which a sample shows the percentiles: what users wait for. */
const SHOWN_MEASURES: readonly Measure[] = [Measure.Message, Measure.Answer];

/** Kinds of errors whose detail is what the server said to a client that it did not let in. */
const REFUSALS = [ErrorKind.NameRefused, ErrorKind.ServerFull, ErrorKind.NoChatServer];

/** Most characters of a server's words that are quoted. */
const MAX_QUOTED = 200;

/** Puts the samples of all workers of a run together: its state, and its totals. */
export class RunMonitor {
  readonly samples: Sample[] = [];
  /** Since the run began, by kind. */
  readonly errors: Record<string, number> = {};
  /** A late detail of each kind of error, for people. */
  readonly details: Record<string, string> = {};
  /** The first refusal of a client, in the server's own words and safe to print; `null` for none. */
  refusal: string | null = null;
  /** The first answer that was none to its question, in the same form. */
  wrongAnswer: string | null = null;
  serverKind: WorkerSample["serverKind"] = null;
  joins = 0;
  /** Joins without those of the warm-up. */
  measuredJoins = 0;
  /** Joins of clients that had joined before. */
  rejoins = 0;
  cutOffs = 0;
  /** The most that were there at once. */
  peakClients = 0;
  sent = 0;
  received = 0;
  readonly #last = new Map<number, WorkerSample>();
  readonly #heardAt = new Map<number, number>();
  readonly #totals = new Map<Measure, Histogram>();
  /** Values of the warm-up, by measure. */
  readonly #warmUpCounts = new Map<Measure, number>();
  /** In milliseconds of `performance.now()`. */
  readonly startedAt = performance.now();
  readonly #startedUs = nowUs();
  /** The most that were joined at once in each worker, since the last {@link restartPeak}. */
  readonly #peaks = new Map<number, number>();
  #heardAtMs = 0;
  #lostAtMs = 0;
  /** The totals at the last sign of life. */
  #alive = { joins: 0, sent: 0, received: 0 };
  #interval = new Interval();

  take(worker: number, sample: WorkerSample): void {
    this.#last.set(worker, sample);
    this.#heardAt.set(worker, performance.now());
    this.#interval.take(sample);
    addHistograms(this.#totals, sample.histograms);
    this.joins += sample.joins;
    this.measuredJoins += sample.joins;
    this.rejoins += sample.rejoins;
    this.cutOffs += sample.cutOffs;
    this.sent += sample.sent;
    this.received += sample.received;
    // Until the byte behind the first welcome has come, it is the careful guess.
    this.serverKind = sample.serverKind ?? this.serverKind;
    this.peakClients = Math.max(this.peakClients, this.clients);
    for (const [kind, count] of Object.entries(sample.errors)) this.errors[kind] = (this.errors[kind] ?? 0) + count;
    for (const [kind, detail] of Object.entries(sample.details)) this.details[kind] = quotable(detail);
    this.refusal ??= findRefusal(this.details);
    this.wrongAnswer ??= this.details[ErrorKind.ErrorAnswer] ?? null;
    this.#peaks.set(worker, Math.max(this.#peaks.get(worker) ?? 0, sample.mostJoined));
    this.#noteSigns(sample);
  }

  get clients(): number {
    return this.#sum(({ joined }) => joined);
  }

  /** Clients that had joined, and whose last attempt to come back failed. */
  get notBack(): number {
    return this.#sum(({ notBack }) => notBack);
  }

  /** The most clients that were joined at once since the last {@link restartPeak}, between two samples too. */
  get attemptPeak(): number {
    return [...this.#peaks.values()].reduce((sum, peak) => sum + peak, 0);
  }

  restartPeak(): void {
    for (const [worker, { joined }] of this.#last) this.#peaks.set(worker, joined);
  }

  /** When something last came on any connection, in milliseconds of the run. */
  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  /** When something last came, or a connection was last lost, in milliseconds of the run. */
  get lastSignAtMs(): number {
    return Math.max(this.#heardAtMs, this.#lostAtMs);
  }

  /** Connections that the server closed or the system refused, and those that broke. */
  get lostConnections(): number {
    const kinds = [ErrorKind.Dropped, ErrorKind.NotWelcomed, ErrorKind.ConnectRefused];
    return sumOf(kinds.map((kind) => this.errors[kind] ?? 0));
  }

  /** True while a worker waits for something that the server owes. */
  get isOwed(): boolean {
    return [...this.#last.values()].some(({ isOwed }) => isOwed);
  }

  /** Lateness of the worker that is worst off, in milliseconds: of its event loop, or of its sample. */
  get latenessMs(): number {
    return this.#heardAt.size === 0 ? 0 : this.busiest.loopDelayMs;
  }

  /** The totals of the measured time until the last sign of life. */
  get aliveTotals(): { readonly joins: number; readonly sent: number; readonly received: number } {
    return this.#alive;
  }

  /** Answers that never came, or not in time. */
  get overdueAnswers(): number {
    return this.#sum(({ overdueAnswers }) => overdueAnswers);
  }

  /** The load of the busiest worker since the last sample. A worker whose sample is overdue is late by that time. */
  get busiest(): { readonly loopDelayMs: number; readonly loopUtilization: number } {
    const { loopDelayMs, loopUtilization } = this.#interval;
    const silentMs = performance.now() - Math.min(...this.#heardAt.values());
    return { loopDelayMs: Math.max(loopDelayMs, silentMs - WORKER_SAMPLE_EVERY_MS), loopUtilization };
  }

  get intervalMs(): number {
    return performance.now() - this.#interval.startedAt;
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  recent(measure: Measure): Histogram | undefined {
    return this.#interval.histograms.get(measure);
  }

  /** Drops all times and numbers so far: what comes before is in no metric of the result. */
  restart(): void {
    for (const [measure, { totalCount }] of this.#totals) this.#warmUpCounts.set(measure, totalCount);
    this.#totals.clear();
    this.measuredJoins = 0;
    this.sent = 0;
    this.received = 0;
    this.#alive = { joins: 0, sent: 0, received: 0 };
    this.#interval = new Interval();
  }

  takeSample(server: ServerUsage | null): Sample {
    const interval = this.#interval;
    const seconds = Math.max(0.001, (performance.now() - interval.startedAt) / 1_000);
    const shown = interval.latency();
    const { loopDelayMs, loopUtilization } = this.busiest;
    const sample: Sample = {
      atMs: Math.round(this.elapsedMs),
      clients: this.clients,
      joinsPerSecond: interval.joins / seconds,
      sentPerSecond: interval.sent / seconds,
      receivedPerSecond: interval.received / seconds,
      p50Ms: shown?.p50 ?? null,
      p99Ms: shown?.p99 ?? null,
      maxMs: shown?.max ?? null,
      errors: { ...this.errors },
      loopDelayMs,
      testerCpuShare: loopUtilization,
      serverCpuShare: server?.cpuShare ?? null,
      serverMemoryBytes: server?.memoryBytes ?? null,
    };
    this.samples.push(sample);
    this.#interval = new Interval();
    return sample;
  }

  /** Summarizes all times of the run, by measure, with the percentiles that are wanted besides the usual ones. */
  latencies(wanted: readonly number[] = []): Record<string, Latency> {
    const entries = [...this.#totals].map(([measure, histogram]) => {
      const warmUpCount = this.#warmUpCounts.get(measure);
      const latency = summarizeLatency(histogram, wanted);
      return [measure, { ...latency, ...(warmUpCount === undefined ? {} : { warmUpCount }) }];
    });
    return Object.fromEntries(entries);
  }

  #noteSigns({ heardAtUs, lostAtUs }: WorkerSample): void {
    const toRunMs = (us: number | null) => (us === null ? 0 : Math.max(0, (us - this.#startedUs) / 1_000));
    const heardAtMs = toRunMs(heardAtUs);
    this.#lostAtMs = Math.max(this.#lostAtMs, toRunMs(lostAtUs));
    if (heardAtMs <= this.#heardAtMs) return;
    this.#heardAtMs = heardAtMs;
    this.#alive = { joins: this.measuredJoins, sent: this.sent, received: this.received };
  }

  #sum(part: (sample: WorkerSample) => number): number {
    let sum = 0;
    for (const sample of this.#last.values()) sum += part(sample);
    return sum;
  }
}

function findRefusal(details: Readonly<Record<string, string>>): string | null {
  return REFUSALS.flatMap((kind) => details[kind] ?? [])[0] ?? null;
}

/** Makes words of the server safe to print, and short. */
function quotable(text: string): string {
  const characters = Array.from(displayText(text));
  return characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED - 1).join("")}…` : characters.join("");
}

class Interval {
  readonly startedAt = performance.now();
  readonly histograms = new Map<Measure, Histogram>();
  joins = 0;
  sent = 0;
  received = 0;
  /** Of the worker that was worst off. */
  loopDelayMs = 0;
  loopUtilization = 0;

  take(sample: WorkerSample): void {
    this.joins += sample.joins;
    this.sent += sample.sent;
    this.received += sample.received;
    this.loopDelayMs = Math.max(this.loopDelayMs, sample.loopDelayP99Ms);
    this.loopUtilization = Math.max(this.loopUtilization, sample.loopUtilization);
    addHistograms(this.histograms, sample.histograms);
  }

  latency(): Latency | null {
    const shown = createHistogram();
    for (const measure of SHOWN_MEASURES) {
      const histogram = this.histograms.get(measure);
      if (histogram) shown.add(histogram);
    }
    return shown.totalCount === 0 ? null : summarizeLatency(shown);
  }
}
