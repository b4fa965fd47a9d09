import { ErrorKind } from "../result/error-kind.ts";
import { Measure } from "../result/measures.ts";
import type { WindowSample } from "../verdict/metrics-window.ts";
import type { RunMonitor } from "./run-monitor.ts";

const REFUSALS = [
  ErrorKind.ConnectRefused,
  ErrorKind.NameRefused,
  ErrorKind.ServerFull,
  ErrorKind.NoChatServer,
  ErrorKind.NotWelcomed,
];
const TIMEOUTS = [ErrorKind.ConnectTimeout, ErrorKind.HandshakeTimeout];

/** Samples what has changed in a run, for the rules of the breaking point. */
export class WindowSampler {
  readonly #monitor: RunMonitor;
  #errors: Readonly<Record<string, number>> = {};
  #joins = 0;
  #received = 0;
  #overdue = 0;

  constructor(monitor: RunMonitor) {
    this.#monitor = monitor;
  }

  /** Starts anew when everybody has left: answers that are overdue from now on count, however many were before. */
  restart(): void {
    this.take();
    this.#overdue = this.#monitor.overdueAnswers;
  }

  take(): WindowSample {
    const { errors, joins, received, overdueAnswers, clients, details, elapsedMs, busiest } = this.#monitor;
    const since = (kinds: readonly string[]) =>
      kinds.reduce((sum, kind) => sum + (errors[kind] ?? 0) - (this.#errors[kind] ?? 0), 0);
    const [refused, timedOut] = [since(REFUSALS), since(TIMEOUTS)];
    // An answer that comes late was lost when it was waited for, and is not counted a second time.
    const answersLost = Math.max(0, overdueAnswers - this.#overdue);
    const sample: WindowSample = {
      atMs: elapsedMs,
      clients,
      attempts: joins - this.#joins + refused + timedOut,
      refused,
      timedOut,
      handshakeP99Ms: this.#p99Ms(Measure.Handshake),
      answersExpected: received - this.#received + answersLost,
      answersLost,
      answerP99Ms: this.#p99Ms(Measure.Answer),
      dropped: since([ErrorKind.Dropped]),
      details: { ...details },
      tester: {
        openFiles: since([ErrorKind.OpenFiles]),
        ports: since([ErrorKind.Ports]),
        loopDelayMs: busiest.loopDelayMs,
        testerCpuShare: busiest.loopUtilization,
      },
    };
    this.#errors = { ...errors };
    this.#joins = joins;
    this.#received = received;
    this.#overdue = Math.max(this.#overdue, overdueAnswers);
    return sample;
  }

  #p99Ms(measure: Measure): number | null {
    const histogram = this.#monitor.recent(measure);
    return histogram && histogram.totalCount > 0 ? histogram.getValueAtPercentile(99) / 1_000 : null;
  }
}
