import { readAvailableMiB, readMemory, readProcessorTime } from "../load/kernel-metrics.ts";
import type { ProcessKind, ProcessUsage } from "./run-result.ts";

/** Interval between two readings of the free memory, in milliseconds. */
const LOOK_EVERY_MS = 250;

const US_PER_S = 1e6;

/** A process whose usage is wanted. */
export interface MeteredProcess {
  readonly kind: ProcessKind;
  readonly name: string;
  readonly pid: number;
}

interface Meter {
  readonly process: MeteredProcess;
  readonly beforeMiB: number;
  joinedMiB: number;
  readonly cpuSeconds: Record<string, number>;
}

/** Meters the processor time and memory of processes, phase by phase. */
export class UsageMeter implements Disposable {
  /** The length of each phase so far, in seconds. */
  readonly phases: Record<string, number> = {};
  leastAvailableMiB = readAvailableMiB();
  readonly #meters: readonly Meter[];
  readonly #timer: NodeJS.Timeout;

  constructor(processes: readonly MeteredProcess[]) {
    this.#meters = processes.map((process) => ({
      process,
      beforeMiB: readMemory(process.pid).residentMiB,
      joinedMiB: 0,
      cpuSeconds: {},
    }));
    this.#timer = setInterval(() => {
      this.leastAvailableMiB = Math.min(this.leastAvailableMiB, readAvailableMiB());
    }, LOOK_EVERY_MS);
  }

  /** Does some work, and counts what is used meanwhile as that phase's. */
  async during<Result>(phase: string, work: () => Promise<Result>): Promise<Result> {
    const before = await this.#readProcessorTimes();
    const startedAt = performance.now();
    const result = await work();
    this.phases[phase] = (performance.now() - startedAt) / 1_000;
    const after = await this.#readProcessorTimes();
    for (const [index, { cpuSeconds }] of this.#meters.entries()) {
      cpuSeconds[phase] = ((after[index] ?? 0) - (before[index] ?? 0)) / US_PER_S;
    }
    return result;
  }

  /** Takes the memory as it is when all have joined. */
  takeMemory(): void {
    for (const meter of this.#meters) meter.joinedMiB = readMemory(meter.process.pid).residentMiB;
  }

  read(): ProcessUsage[] {
    return this.#meters.map(({ process: { kind, name, pid }, beforeMiB, joinedMiB, cpuSeconds }) => {
      const { peakMiB } = readMemory(pid);
      return { kind, name, cpuSeconds, beforeMiB, joinedMiB, peakMiB };
    });
  }

  #readProcessorTimes(): Promise<number[]> {
    return Promise.all(this.#meters.map(({ process }) => readProcessorTime(process.pid)));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
