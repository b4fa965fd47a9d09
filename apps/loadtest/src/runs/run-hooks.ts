import type { Sample } from "../result/run-result.ts";

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
