import { LEASE_MS } from "./timing.ts";

/** A moment by both clocks of a machine. */
export interface Moment {
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
