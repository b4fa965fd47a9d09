import { setTimeout as delay } from "node:timers/promises";
import { PATIENCE_MS } from "../waiting/changes.ts";
import type { TestPeer } from "./test-peer.ts";

/** Pause before the next try, in milliseconds. */
const RETRY_MS = 100;

/** What a node answers that has lost its broker, as it may on a busy machine. */
const UNAVAILABLE = "can't check names right now";

/**
 * Joins as people do, and reads the welcome: who is told that names can't be checked right now tries again.
 *
 * @param handshake - the name, with a newline if the client frames
 * @throws for every other refusal, and for this one after a minute
 */
export async function joinPatiently(connect: () => Promise<TestPeer>, handshake: string): Promise<TestPeer> {
  for (const giveUpAt = performance.now() + PATIENCE_MS; ; await delay(RETRY_MS)) {
    const peer = await connect();
    peer.write(handshake);
    const answer = await peer.nextText();
    if (answer.startsWith("Welcome ")) return peer;
    if (!answer.includes(UNAVAILABLE) || performance.now() > giveUpAt)
      throw new Error(`Expected a welcome, not ${JSON.stringify(answer)}.`);
  }
}
