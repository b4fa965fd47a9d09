import { setTimeout as delay } from "node:timers/promises";
import { PATIENCE_MS } from "@chat/testing";

const POLL_MS = 5;

/** Waits until a condition holds for which there is no event; fails loudly when it never does. */
export async function eventually(condition: () => boolean, what: string, patienceMs = PATIENCE_MS): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain: ${what}.`);
    await delay(POLL_MS);
  }
}
