import { DEPARTURE_MEMORY_MS } from "./timing.ts";

/**
 * The users of other nodes who left a moment ago. The log and the messages come by different ways: the last message of a user may
 * come after the log has shown that the user left.
 */
export class Departures {
  #recent = new Set<string>();
  /** Those of the period before. */
  #earlier = new Set<string>();
  #since = performance.now();

  /** @param lineStart - the start of all lines of the user */
  add(session: string, lineStart: string): void {
    this.#forget();
    this.#recent.add(session + lineStart);
  }

  has(session: string, lineStart: string): boolean {
    this.#forget();
    return this.#recent.has(session + lineStart) || this.#earlier.has(session + lineStart);
  }

  /** Forgets whole periods instead of single users: that needs no time for each. */
  #forget(): void {
    const now = performance.now();
    const periods = Math.floor((now - this.#since) / DEPARTURE_MEMORY_MS);
    if (periods === 0) return;
    this.#earlier = periods === 1 ? this.#recent : new Set();
    this.#recent = new Set();
    this.#since = now;
  }
}
