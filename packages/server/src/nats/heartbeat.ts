import { type NameRecords, type NodeRecord, nodeKey } from "./name-records.ts";
import { LEASE_MS, REWRITE_MS, REWRITE_TIMEOUT_MS } from "./timing.ts";

/** A moment by both clocks of a machine. */
interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export function readClocks(): Moment {
  return { monotonicMs: performance.now(), wallMs: Date.now() };
}

/**
 * How long a node may speak for its users to other nodes: counted from when its last confirmed rewrite was *sent*, so that it
 * ends here before anybody can count the node as gone.
 *
 * The monotonic clock stands still in a machine that sleeps, the wall clock can be set back: the one that went further
 * counts.
 */
export class Lease {
  #confirmed: Moment | null = null;

  /** A rewrite that was sent at this moment is in effect. */
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

/** A write of which the log has not told. */
interface Attempt {
  /** The revision that it replaces. */
  readonly base: number;
  readonly sentAt: Moment;
}

/**
 * Shows the others that this node lives: rewrites its key, each time naming the revision that it replaces. So a node that
 * was taken out can't come back by a rewrite that was late.
 *
 * A rewrite counts when the node reads it in the log itself: that the broker took it says nothing about whether it still
 * tells this node anything. One that fails is no matter of its own: the lease runs out when too many do.
 */
export class Heartbeat {
  readonly #records: NameRecords;
  readonly #key: string;
  readonly #value: string;
  readonly #lease = new Lease();
  #attempts: Attempt[] = [];
  /** The last one that is known, from the log or from the broker's answer; 0 before there is any. */
  #revision = 0;
  #isWriting = false;
  #onSeen: () => void = () => undefined;
  #lastSentAt = 0;

  constructor(records: NameRecords, session: string, record: NodeRecord) {
    this.#records = records;
    this.#key = nodeKey(session);
    this.#value = JSON.stringify(record);
  }

  /** Whether this node may speak for its users to others. */
  get isFresh(): boolean {
    return this.#lease.isValid;
  }

  /**
   * Resolves when this node may speak for its users. While a long log is read for the first time, the rewrites that it shows
   * may be too old already; those that were written meanwhile stand behind them.
   */
  async fresh(): Promise<void> {
    while (!this.isFresh) {
      await new Promise<void>((resolve) => {
        this.#onSeen = resolve;
      });
    }
  }

  /** Writes the key for the first time. Gives its revision. */
  async start(): Promise<number> {
    const revision = await this.#write(() => this.#records.create(this.#key, this.#value));
    if (revision === null) throw new Error("another node has this one's number");
    return revision;
  }

  /** Rewrites the key when it is time to. */
  async beat(): Promise<void> {
    const revision = this.#revision;
    if (revision === 0 || this.#isWriting || performance.now() - this.#lastSentAt < REWRITE_MS) return;
    await this.#write(() => this.#records.update(this.#key, this.#value, revision, REWRITE_TIMEOUT_MS));
  }

  /** The log shows the key with a revision: that counts, whether the broker has answered or not. */
  seen(revision: number): void {
    this.#revision = Math.max(this.#revision, revision);
    // It came from an attempt that replaced what was there before. Of several that did, the first may have been it.
    const base = Math.max(...this.#attempts.map((attempt) => attempt.base).filter((base) => base < revision));
    const attempt = this.#attempts.find((attempt) => attempt.base === base);
    this.#attempts = this.#attempts.filter((attempt) => attempt.base >= revision);
    if (attempt) this.#lease.confirm(attempt.sentAt);
    this.#onSeen();
  }

  /** Deletes the key: the node goes. */
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
      // At the next opportunity.
      this.#lastSentAt = 0;
      throw error;
    } finally {
      this.#isWriting = false;
    }
  }
}
