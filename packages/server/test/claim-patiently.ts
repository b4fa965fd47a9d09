import { setTimeout as delay } from "node:timers/promises";
import { PATIENCE_MS } from "@chat/testing";
import type { Backplane, ClaimOptions, ClaimOutcome, Mailbox } from "../src/backplane/backplane.ts";

/** Pause before the next try, in milliseconds. */
const RETRY_MS = 100;

/**
 * Claims a name as people do: who is told that names can't be checked right now tries again. A node on a busy machine may
 * lose its broker for a moment.
 */
export async function claimPatiently(
  backplane: Backplane,
  mailbox: Mailbox,
  options?: ClaimOptions,
): Promise<ClaimOutcome> {
  for (const giveUpAt = performance.now() + PATIENCE_MS; ; await delay(RETRY_MS)) {
    const outcome = await backplane.claim(mailbox, options);
    if (outcome.kind !== "unavailable" || performance.now() > giveUpAt) return outcome;
  }
}
