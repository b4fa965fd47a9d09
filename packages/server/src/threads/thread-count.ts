import { availableParallelism } from "node:os";

/** Most threads that a server may have: more event loops than cores share them, and cost memory. */
export const MAX_THREADS = 64;

/** Most threads that `"auto"` chooses. More are worth it only where a measurement says so. */
const MAX_AUTO_THREADS = 8;

/**
 * Resolves the number of event loops to run.
 *
 * @throws {RangeError} for a number that is not whole, or not from 1 to 64.
 */
export function resolveThreadCount(threads: number | "auto"): number {
  if (threads === "auto") return countWorthwhileThreads(availableParallelism());
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > MAX_THREADS) {
    throw new RangeError(`threads is ${threads}: it has to be "auto" or a whole number from 1 to ${MAX_THREADS}.`);
  }
  return threads;
}

/**
 * Returns the number of threads for a machine. One thread serves many thousand users, and a message between threads costs
 * more than one within a thread, so a small machine has one. A larger one leaves a core to the system, which does half of the
 * work of every read and write.
 */
export function countWorthwhileThreads(cores: number): number {
  return cores <= 2 ? 1 : Math.min(cores - 1, MAX_AUTO_THREADS);
}
