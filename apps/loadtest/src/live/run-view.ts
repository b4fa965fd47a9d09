import type { Sample } from "../result/run-result.ts";
import type { RunPhase } from "../runs/run-settings.ts";

/** Where a run stands at one moment. */
export interface RunSnapshot {
  readonly sample: Sample;
  /** From 0 to 1. */
  readonly progress: number;
  /** Clients that there should be. */
  readonly asked: number;
}

/** Shows what goes on while a run goes on. */
export interface RunView {
  enter(phase: RunPhase): void;
  /** Tells something that stays. */
  note(text: string): void;
  show(snapshot: RunSnapshot): void;
  /** Shows nothing any more; what stands there stays. A second call does nothing. */
  end(): Promise<void>;
}

/** What a view is made for. */
export interface RunViewOptions {
  /** What runs. */
  readonly title: string;
  readonly isQuiet: boolean;
  /** Where it is shown. */
  readonly output: NodeJS.WriteStream;
}

/** What each phase of a run is called. */
export const PHASE_WORDS: { readonly [Phase in RunPhase]: string } = {
  checking: "Checking the server",
  joining: "Clients join",
  running: "Running",
  settling: "Waiting for what is under way",
  done: "Done",
};
