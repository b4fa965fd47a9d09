import { type NameRecords, type NodeRecord, nodeKey } from "./name-records.ts";
import { LEASE_MS, REWRITE_MS, REWRITE_TIMEOUT_MS } from "./timing.ts";

/** A moment by both clocks of the machine. */
interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export function readClocks(): Moment {
  return { monotonicMs: performance.now(), wallMs: Date.now() };
}

/**
 * The time for which a node may exchange messages with others. It begins when the last confirmed rewrite was *sent*, so it ends
 * here before any other node can fence this one.
 *
 * The monotonic clock stands still while a machine sleeps, and the wall clock can be set back: the one that went further
 * counts.
 */
export class Lease {
  #confirmed: Moment | null = null;

  /** Renews the lease: the log shows a rewrite that was sent at this moment. */
  confirm(sentAt: Moment): void {
    this.#confirmed = sentAt;
  }

  get isValid(): boolean {
    const confirmed = this.#confirmed;
    if (!confirmed) return false;
    if (performance.now() - confirmed.monotonicMs >= LEASE_MS) return false;
    return Date.now() - confirmed.wallMs < LEASE_MS;
  }
}

/** A write that the log has not shown. */
interface Attempt {
  /** The revision that it replaces. */
  readonly base: number;
  readonly sentAt: Moment;
}

/**
 * Shows other nodes that this one lives: rewrites its key, each time naming the revision that it replaces. So a late rewrite
 * can't bring back a fenced node.
 *
 * A rewrite counts when the node reads it in the log itself: the broker may confirm a write and send this node no log any
 * more. A failed rewrite has no consequence of its own; the lease runs out after too many.
 */
export class Heartbeat {
  readonly #records: NameRecords;
  readonly #key: string;
  readonly #value: string;
  readonly #lease = new Lease();
  #attempts: Attempt[] = [];
  /** The last known revision, from the log or from the broker's answer; 0 before the first. */
  #revision = 0;
  #isWriting = false;
  #onSeen: () => void = () => undefined;
  #lastSentAt = 0;

  constructor(records: NameRecords, session: string, record: NodeRecord) {
    this.#records = records;
    this.#key = nodeKey(session);
    this.#value = JSON.stringify(record);
  }

  get isFresh(): boolean {
    return this.#lease.isValid;
  }

  /**
   * Resolves when the lease is valid. After the first reading of a long log, the rewrites in it may be too old already; newer
   * ones stand behind them.
   */
  async fresh(): Promise<void> {
    while (!this.isFresh) {
      await new Promise<void>((resolve) => {
        this.#onSeen = resolve;
      });
    }
  }

  /** Writes the key for the first time. Resolves with its revision. */
  async start(): Promise<number> {
    const revision = await this.#write(() => this.#records.create(this.#key, this.#value));
    if (revision === null) throw new Error("another node has this one's number");
    return revision;
  }

  /** Rewrites the key when it is time. Resolves with `false` when it had another revision; rejects when that is not known. */
  async beat(): Promise<boolean> {
    const revision = this.#revision;
    if (revision === 0 || this.#isWriting || performance.now() - this.#lastSentAt < REWRITE_MS) return true;
    const update = () => this.#records.update(this.#key, this.#value, revision, REWRITE_TIMEOUT_MS);
    return (await this.#write(update)) !== null;
  }

  /** Learns that the log shows the key with a revision, which counts with or without the broker's answer. */
  seen(revision: number): void {
    this.#revision = Math.max(this.#revision, revision);
    // The write replaced the revision before it. Of several attempts that did, it may be the first.
    const base = Math.max(...this.#attempts.map((attempt) => attempt.base).filter((base) => base < revision));
    const attempt = this.#attempts.find((attempt) => attempt.base === base);
    this.#attempts = this.#attempts.filter((attempt) => attempt.base >= revision);
    if (attempt) this.#lease.confirm(attempt.sentAt);
    this.#onSeen();
  }

  /** Deletes the key, so that others learn at once that the node has gone. */
  async stop(): Promise<void> {
    if (this.#revision > 0) await this.#records.delete(this.#key, this.#revision);
  }

  async #write(write: () => Promise<number | null>): Promise<number | null> {
    const sentAt = readClocks();
    this.#attempts.push({ base: this.#revision, sentAt });
    this.#lastSentAt = sentAt.monotonicMs;
    this.#isWriting = true;
    try {
      const revision = await write();
      this.#revision = Math.max(this.#revision, revision ?? 0);
      return revision;
    } catch (error) {
      // Makes the next call of `beat` try again.
      this.#lastSentAt = 0;
      throw error;
    } finally {
      this.#isWriting = false;
    }
  }
}
