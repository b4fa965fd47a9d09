import { setTimeout as pause } from "node:timers/promises";

const LOOK_EVERY_MS = 20;

/** Waits until this holds, or as long as is allowed; tells whether it holds. */
export async function until(holds: () => boolean, deadlineMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + deadlineMs;
  while (!holds()) {
    if (performance.now() >= giveUpAt) return false;
    await pause(LOOK_EVERY_MS);
  }
  return true;
}
