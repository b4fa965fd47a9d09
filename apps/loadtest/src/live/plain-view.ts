import type { RunPhase } from "../runs/run-hooks.ts";
import { PHASE_WORDS } from "./phase-words.ts";
import { writePlainLine } from "./plain-line.ts";
import type { RunView, Standing } from "./run-view.ts";

/** Least time between two lines, in milliseconds: a log of a long run stays readable. */
const LINE_EVERY_MS = 2_000;

/** A line now and then, for pipes, logs and CI: no control sequences. */
export class PlainView implements RunView {
  readonly #output: Pick<NodeJS.WriteStream, "write">;
  #phase: RunPhase = "checking";
  #lastLineAtMs = Number.NEGATIVE_INFINITY;

  constructor(output: Pick<NodeJS.WriteStream, "write">) {
    this.#output = output;
  }

  enter(phase: RunPhase): void {
    this.#phase = phase;
    if (phase !== "done") this.note(`${PHASE_WORDS[phase]} …`);
  }

  note(text: string): void {
    this.#output.write(`${text}\n`);
  }

  show(standing: Standing): void {
    const { atMs } = standing.sample;
    if (this.#phase === "done" || atMs - this.#lastLineAtMs < LINE_EVERY_MS) return;
    this.#lastLineAtMs = atMs;
    this.note(writePlainLine(standing));
  }

  async end(): Promise<void> {
    // Every line is written already.
  }
}
