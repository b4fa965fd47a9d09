import { Lease, type Moment, readClocks } from "./lease.ts";
import { LEASE_MS, REWRITE_MS } from "./limits.ts";
import type { Registry } from "./registry.ts";
import { type NodeRecord, nodeKey } from "./registry-keys.ts";

/**
 * Shows the others that this node lives: rewrites its key, each time naming the revision that it replaces. So a node that
 * was taken out can't come back by a rewrite that was late.
 *
 * A rewrite counts when the node reads it in the log itself: that the engine took it says nothing about whether it still
 * tells anything.
 */
export class Heartbeat {
  readonly #registry: Registry;
  readonly #key: string;
  readonly #value: string;
  readonly #lease = new Lease();
  /** When the rewrite was sent that has not been seen in the log. */
  #sentAt: Moment | null = null;
  #lastSentAt = 0;
  #lastWrite: Promise<number | null> = Promise.resolve(null);
  #revision = 0;

  constructor(registry: Registry, session: string, record: NodeRecord) {
    this.#registry = registry;
    this.#key = nodeKey(session);
    this.#value = JSON.stringify(record);
  }

  /** Whether this node may still speak for its users to others. */
  get isFresh(): boolean {
    return this.#lease.isValid;
  }

  /** Whether the last rewrite should have been seen long ago: the log tells nothing any more. */
  get isLost(): boolean {
    return this.#sentAt !== null && performance.now() - this.#sentAt.monotonicMs >= LEASE_MS;
  }

  /** Writes the key for the first time. Gives its revision. */
  async start(): Promise<number> {
    const revision = await this.#send(() => this.#registry.create(this.#key, this.#value));
    if (revision === null) throw new Error("Another node has this one's number.");
    return revision;
  }

  /** Rewrites the key when it is time to. `false` when somebody else has changed it. */
  async beat(): Promise<boolean> {
    const isDue = this.#revision > 0 && this.#sentAt === null;
    if (!isDue || performance.now() - this.#lastSentAt < REWRITE_MS) return true;
    return (await this.#send(() => this.#registry.update(this.#key, this.#value, this.#revision))) !== null;
  }

  /** The log shows the key with a revision. */
  seen(revision: number): void {
    this.#revision = revision;
    if (this.#sentAt) this.#lease.confirm(this.#sentAt);
    this.#sentAt = null;
  }

  /** Deletes the key: the node goes. */
  async stop(): Promise<void> {
    const revision = await this.#lastWrite;
    if (revision !== null) await this.#registry.delete(this.#key, revision);
  }

  #send(write: () => Promise<number | null>): Promise<number | null> {
    this.#sentAt = readClocks();
    this.#lastSentAt = this.#sentAt.monotonicMs;
    this.#lastWrite = write();
    return this.#lastWrite;
  }
}
