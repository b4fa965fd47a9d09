import { setTimeout as pause } from "node:timers/promises";

const LOOK_EVERY_MS = 20;

/** Waits until a condition holds, at most `deadlineMs` milliseconds; returns whether it holds. */
export async function until(holds: () => boolean, deadlineMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + deadlineMs;
  while (!holds()) {
    if (performance.now() >= giveUpAt) return false;
    await pause(LOOK_EVERY_MS);
  }
  return true;
}

/** Interval at which acts at a rate are caught up with, in milliseconds. */
const TICK_MS = 10;

/** Acts so often a second until the time is over, in milliseconds; returns how often it has acted. */
export async function repeat(perSecond: number, forMs: number, act: (count: number) => void): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  for (let passed = 0; passed < forMs; passed = performance.now() - startedAt) {
    for (const due = (passed * perSecond) / 1_000; count < due; count++) act(count);
    await pause(TICK_MS);
  }
  return count;
}

/** Does some work for each item, at most `limit` at a time; returns the results in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const entries = items.entries();
  // All workers draw from the one iterator, so each item is worked on once.
  const worker = async () => {
    for (const [index, item] of entries) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
