import { Client, type NodeAddress } from "../chat/client.ts";
import type { ClientPool } from "../chat/client-pool.ts";
import type { SeededRandom } from "../plan/seeded-random.ts";
import { pause } from "./pause.ts";

const CLAIM_PATIENCE_MS = 2_000;
const RETRY_MS = 150;

/** Tries to have a name until it is given, on any of these nodes. Gives `null` when the signal came first. */
export async function succeed(
  pool: ClientPool,
  name: string,
  findNodes: () => readonly NodeAddress[],
  random: SeededRandom,
  signal: AbortSignal,
): Promise<Client | null> {
  while (!signal.aborted) {
    const node = random.pick(findNodes());
    const client = node && (await Client.join(pool, node, name, CLAIM_PATIENCE_MS));
    if (client) return client;
    await pause(RETRY_MS, signal);
  }
  return null;
}
