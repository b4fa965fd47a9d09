import { countErrors } from "../result/error-kind.ts";
import { writeClock, writeCount, writeMs, writePercent } from "../result/format.ts";
import type { Sample } from "../result/run-result.ts";
import type { RunPhase } from "../runs/run-settings.ts";
import type { RunSnapshot, RunView } from "./run-view.ts";
import { PHASE_WORDS } from "./run-view.ts";

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

  show(snapshot: RunSnapshot): void {
    const { atMs } = snapshot.sample;
    if (this.#phase === "done" || atMs - this.#lastLineAtMs < LINE_EVERY_MS) return;
    this.#lastLineAtMs = atMs;
    this.note(writePlainLine(snapshot));
  }

  async end(): Promise<void> {
    // Every line is written already.
  }
}

function writePlainLine({ sample, progress, asked }: RunSnapshot): string {
  return [
    `${writeClock(Math.floor(sample.atMs / 1_000))}  ${writePercent(progress)}`,
    `clients ${writeCount(sample.clients)} of ${writeCount(asked)}`,
    `joins ${writeCount(sample.joinsPerSecond)}/s`,
    `sent ${writeCount(sample.sentPerSecond)}/s`,
    `received ${writeCount(sample.receivedPerSecond)}/s`,
    ...writeLatency(sample),
    `errors ${writeCount(countErrors(sample.errors))}`,
  ].join("  ");
}

function writeLatency({ p50Ms, p99Ms }: Sample): string[] {
  return p50Ms === null || p99Ms === null ? [] : [`p50 ${writeMs(p50Ms)}`, `p99 ${writeMs(p99Ms)}`];
}
