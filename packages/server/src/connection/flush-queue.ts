import type { Outbox } from "./outbox.ts";

/**
 * Outboxes that got something in this turn of the event loop. They are flushed when the turn's reads are over: one write
 * per connection and turn instead of one per message is what makes bursts cheap, and costs a lone message nothing.
 */
export class FlushQueue {
  #outboxes: Outbox[] = [];

  add(outbox: Outbox): void {
    if (this.#outboxes.push(outbox) === 1) setImmediate(this.#flush);
  }

  #flush = (): void => {
    const outboxes = this.#outboxes;
    this.#outboxes = [];
    for (const outbox of outboxes) outbox.flush();
  };
}
