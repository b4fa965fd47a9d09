/** Time for which a test waits for an event, in milliseconds. Only a failing test ever waits that long. */
export const PATIENCE_MS = 60_000;

/** Lets tests wait until something changed, without asking again and again. */
export class Changes {
  #count = 0;
  #wakeAll: (() => void)[] = [];

  /** The number of changes there have been. */
  get count(): number {
    return this.#count;
  }

  notify(): void {
    this.#count++;
    const woken = this.#wakeAll;
    this.#wakeAll = [];
    for (const wake of woken) wake();
  }

  /**
   * Returns once there have been more changes than `seen`, or the time is over. A caller that reads `count` before it looks
   * misses no change that happens while it looks.
   */
  async after(seen: number, patienceMs: number): Promise<void> {
    if (this.#count > seen) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#wakeAll.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
