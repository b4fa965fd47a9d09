/** Deaths within the window below that are taken for accidents. */
const MAX_DEATHS = 5;

const WINDOW_MS = 10_000;

/** How long to wait once threads die again and again, in milliseconds. */
const PAUSE_MS = 5_000;

/**
 * Decides when a dead thread is followed by a new one: at once, unless they die again and again. To start them as fast as
 * they die would take the processor from those that live.
 */
export class RestartPolicy {
  #deaths: number[] = [];

  /** Notes a death at a time of a monotonic clock; gives how long to wait, in milliseconds. */
  delayAfterDeath(now: number): number {
    this.#deaths = [...this.#deaths.filter((death) => death > now - WINDOW_MS), now];
    return this.#deaths.length > MAX_DEATHS ? PAUSE_MS : 0;
  }
}
