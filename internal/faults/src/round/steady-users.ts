import { type ClientPool, RecordingClient } from "../chat/client.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { NodeIndex } from "../plan/fault.ts";
import { pause } from "./pause.ts";
import { STEADY_USERS_PER_NODE, steadyUserName } from "./traffic.ts";

/** Time for which a steady user tries to come back, in milliseconds. */
const GATHER_MS = 20_000;
const CLAIM_PATIENCE_MS = 5_000;
const RETRY_MS = 200;

/** The chat that a round takes place in. */
export interface RoundChat {
  readonly cluster: Cluster;
  readonly pool: ClientPool;
  readonly steadyUsers: SteadyUsers;
}

/** The users who stay, over all rounds: each has a name and a node. */
export class SteadyUsers {
  readonly #cluster: Cluster;
  readonly #pool: ClientPool;
  readonly #clients = new Map<string, RecordingClient>();

  constructor(cluster: Cluster, pool: ClientPool) {
    this.#cluster = cluster;
    this.#pool = pool;
  }

  get names(): string[] {
    return this.#cluster.indexes.flatMap((node) => namesAt(node));
  }

  get clients(): RecordingClient[] {
    return [...this.#clients.values()];
  }

  /** Returns those that are online at a node. */
  at(node: NodeIndex): RecordingClient[] {
    return this.clients.filter((client) => client.node === node && client.isOnline);
  }

  /** Lets those come back who have lost their connections. */
  async gather(): Promise<void> {
    await Promise.all(this.#cluster.indexes.flatMap((node) => namesAt(node).map((name) => this.#bring(name, node))));
  }

  async #bring(name: string, node: NodeIndex): Promise<void> {
    const deadline = performance.now() + GATHER_MS;
    while (!this.#clients.get(name)?.isOnline) {
      if (performance.now() > deadline) {
        throw new Error(`${name} could not come back to node ${node} within ${GATHER_MS / 1_000} s.`);
      }
      const address = this.#cluster.addressOf(node);
      const client = address && (await RecordingClient.join(this.#pool, address, name, CLAIM_PATIENCE_MS));
      if (client) this.#clients.set(name, client);
      else await pause(RETRY_MS);
    }
  }
}

function namesAt(node: NodeIndex): string[] {
  return Array.from({ length: STEADY_USERS_PER_NODE }, (_, index) => steadyUserName(node, index));
}
