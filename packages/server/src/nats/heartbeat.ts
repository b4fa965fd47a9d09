import { Lease, type Moment, readClocks } from "./lease.ts";
import { REWRITE_MS } from "./limits.ts";
import type { Registry } from "./registry.ts";
import { type NodeRecord, nodeKey } from "./registry-keys.ts";

/** A rewrite that the log has not shown yet. */
interface Unseen {
  readonly revision: number;
  readonly sentAt: Moment;
}

/**
 * Shows the others that this node lives: rewrites its key, each time naming the revision that it replaces. So a node that
 * was taken out can't come back by a rewrite that was late.
 *
 * A rewrite counts when the node reads it in the log itself: that the engine took it says nothing about whether it still
 * tells this node anything.
 */
export class Heartbeat {
  readonly #registry: Registry;
  readonly #key: string;
  readonly #value: string;
  readonly #lease = new Lease();
  readonly #unseen: Unseen[] = [];
  #seenRevision = 0;
  /** Of the last write that the engine has answered. */
  #revision: number | null = null;
  #lastWrite: Promise<number | null> = Promise.resolve(null);
  #isWriting = false;
  #lastSentAt = 0;

  constructor(registry: Registry, session: string, record: NodeRecord) {
    this.#registry = registry;
    this.#key = nodeKey(session);
    this.#value = JSON.stringify(record);
  }

  /** Whether this node may speak for its users to others. */
  get isFresh(): boolean {
    return this.#lease.isValid;
  }

  /** Writes the key for the first time. Gives its revision. */
  async start(): Promise<number> {
    const revision = await this.#write(() => this.#registry.create(this.#key, this.#value));
    if (revision === null) throw new Error("another node has this one's number");
    return revision;
  }

  /** Rewrites the key when it is time to. `false` when somebody else has changed it. */
  async beat(): Promise<boolean> {
    const revision = this.#revision;
    if (revision === null || this.#isWriting || performance.now() - this.#lastSentAt < REWRITE_MS) return true;
    return (await this.#write(() => this.#registry.update(this.#key, this.#value, revision))) !== null;
  }

  /** The log shows the key with a revision. */
  seen(revision: number): void {
    this.#seenRevision = revision;
    this.#confirm();
  }

  /** Deletes the key: the node goes. */
  async stop(): Promise<void> {
    await this.#lastWrite;
    if (this.#revision !== null) await this.#registry.delete(this.#key, this.#revision);
  }

  async #write(write: () => Promise<number | null>): Promise<number | null> {
    const sentAt = readClocks();
    this.#lastSentAt = sentAt.monotonicMs;
    this.#isWriting = true;
    this.#lastWrite = write();
    const revision = await this.#lastWrite;
    this.#isWriting = false;
    if (revision === null) return null;
    this.#revision = revision;
    this.#unseen.push({ revision, sentAt });
    // The log may have been faster than the answer.
    this.#confirm();
    return revision;
  }

  #confirm(): void {
    for (let [first] = this.#unseen; first && first.revision <= this.#seenRevision; [first] = this.#unseen) {
      this.#lease.confirm(first.sentAt);
      this.#unseen.shift();
    }
  }
}
