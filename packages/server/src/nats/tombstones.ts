import { inParallel } from "./concurrency.ts";
import { TOMBSTONE_LIFE_MS, TOMBSTONES_AT_ONCE, TOMBSTONES_IN_FLIGHT } from "./timing.ts";

interface Tombstone {
  readonly revision: number;
  /** In milliseconds of the monotonic clock. */
  readonly dueAt: number;
}

/**
 * What deleted keys leave behind: a tombstone each, so that everybody hears of it. All names that anybody ever had would pile
 * up, and every node that comes reads them all. When all nodes have read a tombstone it is erased, which nobody hears.
 */
export class Tombstones {
  readonly #erase: (revision: number) => Promise<void>;
  #tombstones: Tombstone[] = [];
  #isErasing = false;

  /** @param erase - makes the tombstone with a revision go; rejects when that could not be done */
  constructor(erase: (revision: number) => Promise<void>) {
    this.#erase = erase;
  }

  /** The log shows a tombstone that is this node's to erase. */
  add(revision: number): void {
    this.#tombstones.push({ revision, dueAt: performance.now() + TOMBSTONE_LIFE_MS });
  }

  /** Erases what is due, a limited number of them. */
  async sweep(): Promise<void> {
    const now = performance.now();
    if (this.#isErasing || !this.#tombstones[0] || this.#tombstones[0].dueAt > now) return;
    const due = this.#tombstones.slice(0, TOMBSTONES_AT_ONCE).filter(({ dueAt }) => dueAt <= now);
    this.#tombstones = this.#tombstones.slice(due.length);
    this.#isErasing = true;
    // One that stays is read and erased by whoever comes next.
    await inParallel(TOMBSTONES_IN_FLIGHT, due, ({ revision }) => this.#erase(revision).catch(() => undefined));
    this.#isErasing = false;
  }
}
