/** Time for which all metrics have to stay within their bounds before a number of clients counts as held, in milliseconds. */
const HOLD_MS = 1_000;

/** The state of a search at the moment of a sample. */
export interface HeldSample {
  readonly atMs: number;
  readonly clients: number;
  /** True when no metric of this sample alone is past its bound. */
  readonly isWithinBounds: boolean;
  /** True when answers were measured in this sample: a load of which nothing is known is not held. */
  readonly isMeasured: boolean;
}

/**
 * Finds the last number of clients with which all bounds were kept. Answers are measured when they come, which is later than
 * they were asked for: a number counts as held when what was measured for a while after it was within the bounds.
 */
export class HeldLoad {
  #clients = 0;
  #open: HeldSample[] = [];

  /** The most clients that were held; 0 when none ever were. */
  get clients(): number {
    return this.#clients;
  }

  add(sample: HeldSample): void {
    if (!sample.isWithinBounds) {
      this.#open = [];
      return;
    }
    this.#open.push(sample);
    if (!sample.isMeasured) return;
    const held = this.#open.filter(({ atMs }) => atMs <= sample.atMs - HOLD_MS);
    this.#open = this.#open.slice(held.length);
    for (const { clients } of held) this.#clients = Math.max(this.#clients, clients);
  }
}
