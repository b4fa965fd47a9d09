import type { LoadClient } from "./load-client.ts";

export interface JoinQueueOptions {
  readonly worker: number;
  readonly workers: number;
  connect(index: number): void;
}

/** Connects a worker's clients one after the other, with a bound on how many are pending at once. */
export class JoinQueue {
  /** Clients that have neither joined nor failed. */
  readonly pending = new Set<LoadClient>();
  readonly #options: JoinQueueOptions;
  #next = 0;
  #end = 0;
  #maxPending = 1;
  /** Called when no client is pending any more. */
  #waiters: (() => void)[] = [];

  constructor(options: JoinQueueOptions) {
    this.#options = options;
  }

  /** Connects this worker's clients with the next numbers below `end`; resolves when each has joined or failed. */
  async joinUpTo(end: number, maxPending: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#end = Math.max(this.#end, end);
    this.#maxPending = maxPending;
    this.#waiters.push(resolve);
    this.continue();
    await promise;
  }

  continue(): void {
    const { worker, workers, connect } = this.#options;
    while (this.pending.size < this.#maxPending && this.#next < this.#end) {
      const index = this.#next++;
      if (index % workers === worker) connect(index);
    }
    if (this.pending.size > 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }

  /** Connects no client that was asked for before. */
  skip(): void {
    this.#next = this.#end;
  }
}
