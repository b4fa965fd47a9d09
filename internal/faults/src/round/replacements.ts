import { type NodeAddress, RecordingClient } from "../chat/client.ts";
import type { Fault, NodeIndex } from "../plan/fault.ts";
import type { SeededRandom } from "../plan/seeded-random.ts";
import { pause } from "./pause.ts";
import type { RoundChat } from "./steady-users.ts";
import { chat, sayGoodbye } from "./traffic.ts";

const CLAIM_PATIENCE_MS = 2_000;
const RETRY_MS = 150;

/** The number of names of a failing node that replacements try to take. */
const WANTED_NAMES = 3;

/** Users who take the names of steady users whose node fails, and then chat in them until all are silent. */
export class Replacements {
  readonly #chat: RoundChat;
  readonly #faults: readonly Fault[];
  readonly #random: SeededRandom;
  readonly #silence: AbortSignal;
  readonly #running: Promise<void>[] = [];

  /**
   * @param faults - of the round: no replacement joins a node that fails
   * @param silence - aborted when everybody is to be silent
   */
  constructor(chat: RoundChat, faults: readonly Fault[], random: SeededRandom, silence: AbortSignal) {
    this.#chat = chat;
    this.#faults = faults;
    this.#random = random;
    this.#silence = silence;
  }

  /** Chooses names of users who are online at a node. */
  chooseNames(node: NodeIndex): string[] {
    const users = this.#chat.steadyUsers.at(node);
    return users.slice(0, WANTED_NAMES).map(({ name }) => name);
  }

  /** Lets somebody try to take the name of a user at this node, for `patienceMs` milliseconds. */
  replace(name: string, node: NodeIndex, patienceMs: number): void {
    this.#running.push(this.#run(name, node, patienceMs));
  }

  /** Waits until all of them have left or given up. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(name: string, node: NodeIndex, patienceMs: number): Promise<void> {
    const { pool, steadyUsers } = this.#chat;
    const random = this.#random.branch(name);
    pool.history.add({ kind: "name wanted", name, node });
    const client = await this.#takeName(name, random, AbortSignal.timeout(Math.round(patienceMs)));
    if (!client) return;
    await chat(client, steadyUsers.names, random, this.#silence);
    await sayGoodbye(client);
  }

  async #takeName(name: string, random: SeededRandom, signal: AbortSignal): Promise<RecordingClient | null> {
    while (!signal.aborted) {
      const node = random.pick(this.#healthyNodes);
      const client = node && (await RecordingClient.join(this.#chat.pool, node, name, CLAIM_PATIENCE_MS));
      if (client) return client;
      await pause(RETRY_MS, signal);
    }
    return null;
  }

  get #healthyNodes(): NodeAddress[] {
    const { cluster } = this.#chat;
    return cluster.indexes
      .filter((index) => !this.#faults.some(({ node }) => node === index))
      .map((node) => cluster.addressOf(node))
      .filter((address) => address !== null);
  }
}
