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
  #isPausing = false;

  /**
   * Notes a death; gives how long to wait. Once there are pauses, there are until a thread has lived for the window: one
   * that always dies would otherwise be started in bursts, whenever the pauses have emptied the window.
   *
   * @param now - of a monotonic clock, in milliseconds
   * @param livedMs - how long the thread has served, in milliseconds
   */
  delayAfterDeath(now: number, livedMs: number): number {
    this.#deaths = [...this.#deaths.filter((death) => death > now - WINDOW_MS), now];
    this.#isPausing = this.#deaths.length > MAX_DEATHS || (this.#isPausing && livedMs < WINDOW_MS);
    return this.#isPausing ? PAUSE_MS : 0;
  }
}
