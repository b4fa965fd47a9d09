import type { Sample } from "../result/run-result.ts";
import type { RunPhase } from "../runs/run-settings.ts";

export interface RunSnapshot {
  readonly sample: Sample;
  /** From 0 to 1. */
  readonly progress: number;
  /** Clients that there should be; `null` where clients join and leave all the time: there nothing is sent. */
  readonly asked: number | null;
}

export interface RunView {
  enter(phase: RunPhase): void;
  /** Shows a line that stays. */
  note(text: string): void;
  show(snapshot: RunSnapshot): void;
  /** Shows nothing any more; what stands there stays. A second call does nothing. */
  end(): Promise<void>;
}

export interface RunViewOptions {
  readonly title: string;
  readonly isQuiet: boolean;
  readonly output: NodeJS.WriteStream;
}

export const PHASE_WORDS: { readonly [Phase in RunPhase]: string } = {
  checking: "Checking the server",
  joining: "Clients join",
  running: "Running",
  settling: "Waiting for what is in flight",
  done: "Done",
};
