import { countErrors } from "../result/error-kind.ts";
import { writeClock, writeCount, writeMs, writePercent } from "../result/format.ts";
import type { Sample } from "../result/run-result.ts";
import type { RunPhase } from "../runs/run-settings.ts";
import type { RunSnapshot, RunView } from "./run-view.ts";
import { PHASE_WORDS } from "./run-view.ts";

/** Least time between two lines, in milliseconds: a log of a long run stays readable. */
const LINE_EVERY_MS = 2_000;

/** A line now and then, for pipes, logs and CI: no control sequences. Each line stands for all samples since the last one. */
export class PlainView implements RunView {
  readonly #output: Pick<NodeJS.WriteStream, "write">;
  #phase: RunPhase = "checking";
  #lastLineAtMs = Number.NEGATIVE_INFINITY;
  #samples: Sample[] = [];

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
    if (this.#phase === "done") return;
    const { atMs } = snapshot.sample;
    this.#samples.push(snapshot.sample);
    if (atMs - this.#lastLineAtMs < LINE_EVERY_MS) return;
    this.#lastLineAtMs = atMs;
    this.note(writePlainLine(snapshot, this.#samples));
    this.#samples = [];
  }

  async end(): Promise<void> {
    // Every line is written already.
  }
}

/** Writes the state of a run, and of the samples since the last line the mean rates and the worst: a stall shows as 0/s. */
function writePlainLine({ sample, progress, asked }: RunSnapshot, samples: readonly Sample[]): string {
  const mean = (read: (sample: Sample) => number) =>
    writeCount(samples.reduce((sum, each) => sum + read(each), 0) / samples.length);
  const isP99Known = samples.every(({ p50Ms, p99Ms }) => p50Ms === null || p99Ms !== null);
  const lowest = Math.min(...samples.map(({ receivedPerSecond }) => receivedPerSecond));
  return [
    `${writeClock(Math.floor(sample.atMs / 1_000))}  ${writePercent(progress)}`,
    ...(asked === null ? [] : [`clients ${writeCount(sample.clients)} of ${writeCount(asked)}`]),
    `joins ${mean(({ joinsPerSecond }) => joinsPerSecond)}/s`,
    ...(asked === null
      ? []
      : [
          `sent ${mean(({ sentPerSecond }) => sentPerSecond)}/s`,
          `received ${mean(({ receivedPerSecond }) => receivedPerSecond)}/s, lowest ${writeCount(lowest)}/s`,
        ]),
    ...writeHighest("p50", ({ p50Ms }) => p50Ms, samples),
    // Without the p99 of every sample that has values the highest one could be below the p50.
    ...(isP99Known ? writeHighest("p99", ({ p99Ms }) => p99Ms, samples) : []),
    ...writeHighest("max", ({ maxMs }) => maxMs, samples),
    `errors ${writeCount(countErrors(sample.errors))}`,
  ].join("  ");
}

function writeHighest(title: string, read: (sample: Sample) => number | null, samples: readonly Sample[]): string[] {
  const known = samples.flatMap((sample) => read(sample) ?? []);
  return known.length === 0 ? [] : [`${title} ${writeMs(Math.max(...known))}`];
}
