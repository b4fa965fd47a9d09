import type { FleetSize } from "../fleet/fleet.ts";
import type { Ramp } from "../ramp/advance-ramp.ts";
import type { RunPhase } from "../result/run-phase.ts";
import type { Sample } from "../result/run-result.ts";
import type { BreakingBounds } from "../verdict/breaking-bounds.ts";
import type { BenchLoad, BenchWorkload } from "../workloads/bench-workloads.ts";
import type { ChatSettings } from "../workloads/chat.ts";

/** Settings of every run. Times are in milliseconds. */
export interface CommonSettings {
  readonly fleet: FleetSize;
  readonly messageBytes: number;
  /** Seed of everything that is drawn by chance. */
  readonly seed: number;
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /** Time after which an answer counts as lost while the run goes on. */
  readonly answerTimeoutMs: number;
  /** Percentiles that conditions of `--fail-if` are about: the result has these besides the usual ones. */
  readonly percentiles?: readonly number[];
}

export interface StressSettings extends CommonSettings {
  readonly chat: ChatSettings;
  readonly durationMs: number;
}

export interface BreakingPointSettings extends CommonSettings {
  readonly ramp: Ramp;
  readonly heartbeatMs: number;
  /** `Infinity` only when it was asked for. */
  readonly maxClients: number;
  readonly maxDurationMs: number;
  readonly bounds: BreakingBounds;
}

export interface BenchSettings extends CommonSettings {
  readonly workload: BenchWorkload;
  readonly load: BenchLoad;
  readonly durationMs: number;
  /** Time at the beginning that is in no metric. */
  readonly warmUpMs: number;
}

export type { RunPhase };

export interface RunHooks {
  /** Ctrl-C: the run ends cleanly, with a report of what was seen. */
  readonly signal: AbortSignal;
  onPhase(phase: RunPhase): void;
  /**
   * Called about twice a second. `progress` goes from 0 to 1, `asked` is the number of clients that there should be; `null`
   * where clients join and leave all the time.
   */
  onSample(sample: Sample, progress: number, asked: number | null): void;
}
