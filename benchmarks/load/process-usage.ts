import type { AddressInfo } from "node:net";
import { LoopDelay, type LoopDelays } from "./loop-delay.ts";

/** Memory of a process after a forced garbage collection. */
interface MemoryUsage {
  /** JavaScript's heap, and what is held outside of it for its objects. */
  readonly heapBytes: number;
  /** Memory of the process that is in RAM. The kernel's part, such as socket buffers, is not in it. */
  readonly residentBytes: number;
}

/** Watched from the first question on: sampling has its price, which no metric of a benchmark without the question contains. */
let loopDelay: LoopDelay | null = null;

const QUESTIONS = {
  /** Delays of the event loop since the last such question. The first answer is meaningless. */
  loopDelays: (): LoopDelays => {
    loopDelay ??= new LoopDelay();
    return loopDelay.take();
  },
  memory: (): MemoryUsage => {
    // The first collection may leave what only a finalizer lets go of.
    for (let round = 0; round < 3; round++) globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    // What the collection took is no delay of the server's.
    loopDelay?.forget();
    return { heapBytes: heapUsed + external, residentBytes: rss };
  },
  /** User and system time since the process began, in microseconds. */
  cpuUs: (): number => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
};

/** Question to a measured process. */
export type Question = keyof typeof QUESTIONS;
export type AnswerTo<Asked extends Question> = ReturnType<(typeof QUESTIONS)[Asked]>;

/** Runs in the server's process: reports its port to the parent process, and answers questions until that one ends. */
export function answerMeasurements(address: AddressInfo | string | null): void {
  if (address === null || typeof address === "string") throw new Error("The server does not listen on TCP.");
  process.on("message", (question: Question) => process.send?.(QUESTIONS[question]()));
  process.on("disconnect", () => process.exit());
  process.send?.(address.port);
}
