import { quantile } from "../../load/quantile.ts";

/** How late the timers of a process were: what its machine, or its own work, did to what it measured. */
export interface Lateness {
  readonly p99Ms: number;
  readonly maxMs: number;
}

export const NOT_LATE: Lateness = { p99Ms: 0, maxMs: 0 };

const TICK_MS = 10;

/** Watches how late a timer of this process is. */
export class LatenessWatch {
  #values: number[] = [];
  #dueAt = performance.now() + TICK_MS;

  constructor() {
    setInterval(() => this.#tick(), TICK_MS).unref();
  }

  /** Gives what was since the last time. A stall that goes on still is part of it. */
  take(): Lateness {
    const values = [...this.#values, Math.max(0, performance.now() - this.#dueAt)];
    this.#values = [];
    return { p99Ms: quantile(values, 0.99), maxMs: quantile(values, 1) };
  }

  /** Each missed tick counts, so that a long stall weighs as much as it took. */
  #tick(): void {
    const now = performance.now();
    for (let dueAt = this.#dueAt; dueAt <= now; dueAt += TICK_MS) this.#values.push(now - dueAt);
    this.#dueAt = now + TICK_MS;
  }
}
