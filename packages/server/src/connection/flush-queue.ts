import { SHOUT_SLICE_MS } from "../limits.ts";
import type { Outbox } from "./outbox.ts";

/** Outboxes that are flushed between two looks at the clock. */
const OUTBOXES_PER_LOOK = 8;

/**
 * Outboxes that got something in this turn of the event loop. They are flushed when the turn's reads are over: one write
 * per connection and turn instead of one per message is what makes bursts cheap, and costs a lone message nothing.
 *
 * Those that got nothing but shouts can be all of them at once: they come last, and in slices of `SHOUT_SLICE_MS`, so that an answer
 * never waits behind a message to everyone.
 */
export class FlushQueue {
  #outboxes: Outbox[] = [];
  /** Those that got shouts alone, from the next one to flush on. */
  #shoutOutboxes: Outbox[] = [];
  #nextShout = 0;
  #isScheduled = false;

  add(outbox: Outbox): void {
    this.#outboxes.push(outbox);
    this.#schedule();
  }

  addShout(outbox: Outbox): void {
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
    if (this.#shoutOutboxes.length === 0) return;
    const endsAt = performance.now() + SHOUT_SLICE_MS;
    while (this.#nextShout < this.#shoutOutboxes.length && performance.now() < endsAt) {
      const next = this.#nextShout;
      this.#nextShout = Math.min(next + OUTBOXES_PER_LOOK, this.#shoutOutboxes.length);
      for (let at = next; at < this.#nextShout; at++) this.#shoutOutboxes[at]?.flush();
    }
    this.#shoutOutboxes.splice(0, this.#nextShout);
    this.#nextShout = 0;
    if (this.#shoutOutboxes.length > 0) this.#schedule();
  }
}
