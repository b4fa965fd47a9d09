import { quantile } from "./statistics.ts";

/** Delay of a process's timers: the part of its measurements that its machine or its own work caused. */
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

  /** Returns the lateness since the last call, a stall that still goes on included. */
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
