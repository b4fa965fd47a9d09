import type { FleetSize } from "../fleet/fleet.ts";
import type { Churn, Pacing, Persona } from "../generator/load-plan.ts";
import type { Ramp } from "../ramp/advance-ramp.ts";
import type { Sample } from "../result/run-result.ts";
import type { BreakingBounds } from "../verdict/breaking-bounds.ts";

/** What every run can be told. Times are in milliseconds. */
export interface CommonSettings {
  readonly fleet: FleetSize;
  readonly messageBytes: number;
  /** Seed of everything that is drawn by chance. */
  readonly seed: number;
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /** After which an answer counts as lost while the run goes on. */
  readonly answerTimeoutMs: number;
}

export interface StressSettings extends CommonSettings {
  readonly bots: number;
  readonly durationMs: number;
  readonly personas: readonly Persona[];
  readonly churn: Churn | null;
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
  readonly scenario: "connect" | "dm" | "shout";
  readonly users: number;
  /** Of the users, in the scenario `shout`. */
  readonly shouters: number;
  readonly pacing: Pacing;
  readonly durationMs: number;
  /** Time at the beginning that is in no figure. */
  readonly warmUpMs: number;
}

/** What goes on in a run, in its order. */
export type RunPhase = "checking" | "joining" | "running" | "settling" | "done";

/** Who watches a run. */
export interface RunHooks {
  /** Ctrl-C: the run ends cleanly, with a report of what was seen. */
  readonly signal: AbortSignal;
  onPhase(phase: RunPhase): void;
  /** About twice a second. `progress` goes from 0 to 1, `asked` is how many clients there should be. */
  onSample(sample: Sample, progress: number, asked: number): void;
}
