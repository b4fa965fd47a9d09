import type { Sample } from "../result/run-result.ts";
import type { RunPhase } from "../runs/run-settings.ts";

/** Progress of a run at one moment. */
export interface RunSnapshot {
  readonly sample: Sample;
  /** From 0 to 1. */
  readonly progress: number;
  /** Clients that there should be. */
  readonly asked: number;
}

/** View of a run while it goes on. */
export interface RunView {
  enter(phase: RunPhase): void;
  /** Shows a line that stays. */
  note(text: string): void;
  show(snapshot: RunSnapshot): void;
  /** Shows nothing any more; what stands there stays. A second call does nothing. */
  end(): Promise<void>;
}

/** Options of a view. */
export interface RunViewOptions {
  /** Name of the run. */
  readonly title: string;
  readonly isQuiet: boolean;
  /** Stream that shows it. */
  readonly output: NodeJS.WriteStream;
}

/** Names of the phases of a run. */
export const PHASE_WORDS: { readonly [Phase in RunPhase]: string } = {
  checking: "Checking the server",
  joining: "Clients join",
  running: "Running",
  settling: "Waiting for what is in flight",
  done: "Done",
};
