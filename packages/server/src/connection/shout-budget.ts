import { type ServerLimits, SHOUT_DELIVERY_BURST_MS } from "../limits.ts";

/** A user who shouts. */
export interface Shouter {
  /** Its place in the order of all who shout: the budget's note. */
  shoutTag: number;
}

/** A shout that waits to begin. */
interface Waiting {
  readonly shouter: Shouter;
  /** Its place: whoever has shouted less lately comes first. */
  readonly tag: number;
  readonly bytes: number;
  readonly receivers: number;
  readonly settle: (isAdmitted: boolean) => void;
}

const ADMITTED = Promise.resolve(true);

/**
 * Limits the cost of all shouts of an event loop together: bytes into one receiver, and deliveries. A shout begins when both
 * buckets have something in them, and may leave them in debt.
 *
 * Those who wait share it fairly: each shout gets a tag, which is the tag of the one before of the same shouter and its
 * bytes, or where the budget is now when that is further. The smallest tag is next. The budget goes on by what each of those who
 * wait could have had [weighted fair queueing].
 */
export class ShoutBudget {
  readonly #isOff: boolean;
  readonly #bytes: Bucket;
  readonly #deliveries: Bucket;
  readonly #waiting = new Set<Waiting>();
  /** The tag that a newcomer gets now. */
  #tag = 0;
  /** Distance by which the last shout moves it, once the next one begins. */
  #served = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ServerLimits) {
    const { shoutsPerSecond, shoutBytesPerSecond, shoutByteBurst, shoutDeliveriesPerSecond } = limits;
    this.#isOff = shoutsPerSecond === 0;
    this.#bytes = new Bucket(shoutBytesPerSecond / 1_000, shoutByteBurst);
    const deliveriesPerMs = shoutDeliveriesPerSecond / 1_000;
    this.#deliveries = new Bucket(deliveriesPerMs, deliveriesPerMs * SHOUT_DELIVERY_BURST_MS);
  }

  /**
   * Waits until a shout may begin. Those of one shouter begin in order.
   *
   * @returns `true` when it may, `false` when it was withdrawn
   */
  admit(shouter: Shouter, bytes: number, receivers: number): Promise<boolean> {
    if (this.#isOff) return ADMITTED;
    const tag = Math.max(this.#tag, shouter.shoutTag);
    shouter.shoutTag = tag + bytes;
    return new Promise((settle) => {
      this.#waiting.add({ shouter, tag, bytes, receivers, settle });
      if (this.#timer === undefined) this.#serve();
    });
  }

  /** Lets a shouter wait no longer. */
  withdraw(shouter: Shouter): void {
    for (const waiting of this.#waiting) if (waiting.shouter === shouter) this.#withdraw(waiting);
  }

  /** Withdraws all. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const waiting of this.#waiting) this.#withdraw(waiting);
  }

  #withdraw(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    waiting.settle(false);
  }

  readonly #serve = (): void => {
    this.#timer = undefined;
    const now = performance.now();
    let waitMs = this.#fill(now);
    while (waitMs === 0 && this.#waiting.size > 0) {
      this.#begin(this.#findNext());
      waitMs = this.#fill(now);
    }
    if (this.#waiting.size > 0) this.#timer = setTimeout(this.#serve, Math.ceil(waitMs));
  };

  /** Fills both buckets; returns the time until both have something in them, in milliseconds. */
  #fill(now: number): number {
    return Math.max(this.#bytes.fill(now), this.#deliveries.fill(now));
  }

  #findNext(): Waiting {
    let next: Waiting | undefined;
    for (const waiting of this.#waiting) if (!next || waiting.tag < next.tag) next = waiting;
    return next as Waiting;
  }

  #begin(waiting: Waiting): void {
    const { tag, bytes, receivers, settle } = waiting;
    this.#tag = Math.max(this.#tag + this.#served, tag);
    // What is served counts for all who wait: else those who come anew, one after the other, would always be first.
    this.#served = bytes / this.#waiting.size;
    this.#waiting.delete(waiting);
    this.#bytes.take(bytes);
    this.#deliveries.take(receivers);
    settle(true);
  }
}

/** Tokens that come with time, up to the burst. A rate of 0 switches it off. */
class Bucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt = performance.now();

  constructor(perMs: number, burst: number) {
    this.#perMs = perMs;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Adds the tokens that have come; returns the time until there are any, in milliseconds. */
  fill(now: number): number {
    if (this.#perMs === 0) return 0;
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) * this.#perMs);
    this.#filledAt = now;
    return this.#tokens > 0 ? 0 : Math.max(1, -this.#tokens / this.#perMs);
  }

  take(tokens: number): void {
    if (this.#perMs > 0) this.#tokens -= tokens;
  }
}
