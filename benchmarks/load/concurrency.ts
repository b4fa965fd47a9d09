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
