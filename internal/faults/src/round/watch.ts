import { EndpointName } from "@chat/protocol";
import { type ClientPool, RecordingClient } from "../chat/client.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { NodeIndex } from "../plan/fault.ts";
import { pause } from "./pause.ts";

/** Time that a node has for a welcome or a list, in milliseconds, before it is asked again. */
const PATIENCE_MS = 1_000;
const LOOK_MS = 20;

/** Time for which all nodes must have their sessions, in milliseconds: a node that was just woken may not know yet that it has lost its own. */
const STEADY_MS = 700;

/** Users who do nothing but ask each node who is there. */
export class Watch {
  readonly #cluster: Cluster;
  readonly #pool: ClientPool;
  readonly #watchers = new Map<NodeIndex, RecordingClient>();
  #count = 0;

  constructor(cluster: Cluster, pool: ClientPool) {
    this.#cluster = cluster;
    this.#pool = pool;
  }

  /**
   * Waits until every node has its session, as its lists tell. Gives since when that is so, in milliseconds of the
   * monotonic clock, or `null` when it did not come to that in time.
   */
  async waitForCalm(patienceMs: number): Promise<number | null> {
    const deadline = performance.now() + patienceMs;
    let since: number | null = null;
    while (performance.now() < deadline) {
      const askedAt = performance.now();
      const areWhole = await Promise.all(this.#cluster.indexes.map((node) => this.#isWhole(node)));
      if (!areWhole.every(Boolean)) since = null;
      else since ??= askedAt;
      if (since !== null && performance.now() - since >= STEADY_MS) return since;
      await pause(LOOK_MS);
    }
    return null;
  }

  /** Asks each node once. Its answer is in the history. */
  async ask(): Promise<void> {
    await Promise.all(this.#cluster.indexes.map((node) => this.#isWhole(node)));
  }

  async #isWhole(node: NodeIndex): Promise<boolean> {
    const watcher = await this.#findWatcher(node);
    if (!watcher) return false;
    const askedAt = performance.now();
    const hasAnswered = () => (watcher.lastList?.askedAt ?? 0) >= askedAt;
    if (watcher.isAsking) await this.#waitFor(() => !watcher.isAsking || !watcher.isOnline);
    if (watcher.isAsking) return false;
    watcher.ask(EndpointName.List);
    await this.#waitFor(() => hasAnswered() || !watcher.isOnline);
    return hasAnswered() && watcher.lastList?.isPartial === false;
  }

  async #findWatcher(node: NodeIndex): Promise<RecordingClient | null> {
    const known = this.#watchers.get(node);
    if (known?.isOnline) return known;
    const address = this.#cluster.addressOf(node);
    if (!address) return null;
    // A new name each time: the old one may not be free yet.
    this.#count += 1;
    const watcher = await RecordingClient.join(this.#pool, address, `watch-${node}-${this.#count}`, PATIENCE_MS);
    if (watcher) this.#watchers.set(node, watcher);
    return watcher;
  }

  async #waitFor(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!condition() && performance.now() < deadline) await pause(2);
  }
}
