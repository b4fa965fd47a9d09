import { setTimeout as delay } from "node:timers/promises";

/** Silence that ends a run in which nothing is missing, in milliseconds: a duplicate may still come. */
const QUIET_MS = 200;

/** Longest wait for a server that never stops sending, in milliseconds. */
const LONGEST_SETTLE_MS = 60_000;

/** Interval between two checks whether everything has arrived, in milliseconds. */
const CHECK_EVERY_MS = 20;

export interface SettleChecks {
  /** Expensive: called only after something new has arrived. */
  lacksMessages(): boolean;
  lacksAnswers(): boolean;
}

/** Watches when something last arrived at the clients of a worker, and when something new did. */
export class ArrivalWatch {
  #lastAt = 0;
  #lastNewAt = 0;

  note(): void {
    this.#lastAt = performance.now();
  }

  /** Notes that what arrived last was no duplicate. */
  noteNew(): void {
    this.#lastNewAt = this.#lastAt;
  }

  /** Waits until nothing is missing and it is quiet, or until nothing new has arrived for the timeout. */
  async settle({ lacksMessages, lacksAnswers }: SettleChecks, timeoutMs: number): Promise<void> {
    this.note();
    this.noteNew();
    let checkedAt = Number.NaN;
    let isLacking = true;
    const isSettled = () => {
      const now = performance.now();
      const isQuiet = now - this.#lastAt >= QUIET_MS;
      const sinceNewMs = now - this.#lastNewAt;
      if (!isQuiet && sinceNewMs < timeoutMs) return false;
      if (checkedAt !== this.#lastNewAt) isLacking = lacksMessages();
      checkedAt = this.#lastNewAt;
      if (isLacking || lacksAnswers()) return sinceNewMs >= timeoutMs;
      return isQuiet || sinceNewMs >= LONGEST_SETTLE_MS;
    };
    while (!isSettled()) await delay(CHECK_EVERY_MS);
  }
}
