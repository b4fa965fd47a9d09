import { SHOUT_SLICE_MS } from "../limits.ts";

/** An outbox, as far as the queue flushes it. */
export interface Flushable {
  flush(): void;
}

/** Outboxes that are flushed before the clock is checked. */
const OUTBOXES_PER_CLOCK_CHECK = 8;

/**
 * Outboxes that got lines in this turn of the event loop. They are flushed after the turn's reads: one write per connection
 * and turn instead of one per message makes bursts cheap, and costs a lone message nothing.
 *
 * Outboxes that got only shouts can be all of them at once. They come last, and in slices of `SHOUT_SLICE_MS`, so that an
 * answer never waits behind a message to everyone.
 */
export class FlushQueue {
  #outboxes: Flushable[] = [];
  #shoutOutboxes: Flushable[] = [];
  #isScheduled = false;

  add(outbox: Flushable): void {
    this.#outboxes.push(outbox);
    this.#schedule();
  }

  /** Adds an outbox that got nothing but shouts. */
  addShout(outbox: Flushable): void {
    this.#shoutOutboxes.push(outbox);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#flush);
  }

  readonly #flush = (): void => {
    this.#isScheduled = false;
    const outboxes = this.#outboxes;
    this.#outboxes = [];
    for (const outbox of outboxes) outbox.flush();
    this.#flushShouts();
  };

  #flushShouts(): void {
    const outboxes = this.#shoutOutboxes;
    if (outboxes.length === 0) return;
    const endsAt = performance.now() + SHOUT_SLICE_MS;
    let next = 0;
    while (next < outboxes.length && performance.now() < endsAt) {
      const end = Math.min(next + OUTBOXES_PER_CLOCK_CHECK, outboxes.length);
      for (; next < end; next++) outboxes[next]?.flush();
    }
    outboxes.splice(0, next);
    if (outboxes.length > 0) this.#schedule();
  }
}
