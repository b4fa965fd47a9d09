import { inParallel } from "./concurrency.ts";
import { TOMBSTONE_LIFE_MS, TOMBSTONES_AT_ONCE, TOMBSTONES_IN_FLIGHT } from "./timing.ts";

interface Tombstone {
  readonly revision: number;
  /** In milliseconds of the monotonic clock. */
  readonly dueAt: number;
}

/**
 * The tombstones of deleted keys: each is in the log so that all nodes read the deletion. Without compaction, the tombstones
 * of all names ever used would pile up, and every new node reads them all. A tombstone is removed when all nodes have read it.
 */
export class Tombstones {
  readonly #compact: (revision: number) => Promise<void>;
  #tombstones: Tombstone[] = [];
  #isCompacting = false;

  /** @param compact - removes the tombstone of a revision; rejects when that failed */
  constructor(compact: (revision: number) => Promise<void>) {
    this.#compact = compact;
  }

  add(revision: number): void {
    this.#tombstones.push({ revision, dueAt: performance.now() + TOMBSTONE_LIFE_MS });
  }

  /** Removes the tombstones that are due, a limited number of them. */
  async compactDue(): Promise<void> {
    const now = performance.now();
    if (this.#isCompacting || !this.#tombstones[0] || this.#tombstones[0].dueAt > now) return;
    const due = this.#tombstones.slice(0, TOMBSTONES_AT_ONCE).filter(({ dueAt }) => dueAt <= now);
    this.#tombstones = this.#tombstones.slice(due.length);
    this.#isCompacting = true;
    // A tombstone that stays is read and removed by the next node that comes.
    await inParallel(TOMBSTONES_IN_FLIGHT, due, ({ revision }) => this.#compact(revision).catch(() => undefined));
    this.#isCompacting = false;
  }
}
