// Loaded before the server: on request it leaves a mark among the system calls, and reports what the process has done so far.
import { accessSync } from "node:fs";
import { getHeapStatistics } from "node:v8";

/** Request of the benchmark. */
export interface Mark {
  /** Written into the trace of the system calls, as a file that does not exist. */
  readonly mark: string;
  /** Empties the young generation: until it is full, the runtime collects nothing and the heap only grows. */
  readonly collects: boolean;
}

/** Counts of the process so far. */
export interface Reading {
  readonly heapBytes: number;
  readonly clockReads: number;
}

/** Folder of the marks. */
export const MARKS = "/chat-benchmark/";

/**
 * From one reading of a clock to the next, where memory is counted: the compiler goes by the numbers that it has seen, and those of a
 * real clock are others in each process. A power of two, so that no sum is rounded.
 */
const CLOCK_STEP_MS = 1 / 16;

let clockReads = 0;

if (process.env.COUNTED === "clock reads") {
  for (const clock of [performance, Date]) {
    const now = clock.now.bind(clock);
    clock.now = () => {
      clockReads++;
      return now();
    };
  }
}
if (process.env.COUNTED === "memory") {
  let sinceStartMs = Math.floor(performance.now());
  let sinceEpochMs = Date.now();
  performance.now = () => {
    sinceStartMs += CLOCK_STEP_MS;
    return sinceStartMs;
  };
  Date.now = () => {
    sinceEpochMs += CLOCK_STEP_MS;
    return Math.floor(sinceEpochMs);
  };
}

process.on("message", ({ mark, collects }: Mark) => {
  if (collects) globalThis.gc?.({ type: "minor", execution: "sync" });
  try {
    accessSync(MARKS + mark);
  } catch {
    // The file is not there; the trace has its name.
  }
  process.send?.({ heapBytes: getHeapStatistics().used_heap_size, clockReads } satisfies Reading);
});
process.on("disconnect", () => process.exit());
