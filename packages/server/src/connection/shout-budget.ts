import { type ServerLimits, SHOUT_DELIVERY_BURST_MS } from "../limits.ts";
import { RateTable } from "./rate-table.ts";

/** The rates of all shouts, by their index. */
const BYTES = 0;
const DELIVERIES = 1;

/** A user who shouts. */
export interface Shouter {
  /** The tag of its next shout, set by the budget. */
  shoutTag: number;
  /** Its shout can't begin at once. Called before {@link ShoutBudget.admit} returns. */
  mustWait(): void;
}

/** A shout that waits to begin. */
interface Waiting {
  readonly shouter: Shouter;
  /** The order of shouts: a user who has shouted less lately comes first. */
  readonly tag: number;
  readonly bytes: number;
  readonly receivers: number;
  readonly settle: (isAdmitted: boolean) => void;
}

const ADMITTED = Promise.resolve(true);

/**
 * Limits the cost of all shouts of an event loop together: bytes into one receiver, and deliveries. A shout begins when
 * neither bucket is dry, and may leave them in debt.
 *
 * Users share the budget fairly [weighted fair queueing]. The tag of a shout is the tag of the same user's last shout plus
 * its bytes, or the present tag of the budget when that is larger. The smallest tag is next. With each shout the budget's tag
 * grows by the bytes that every waiting user could have had.
 */
export class ShoutBudget {
  readonly #isOff: boolean;
  readonly #rates: RateTable;
  readonly #row: number;
  readonly #waiting = new Set<Waiting>();
  /** The present tag: that of a user who has not shouted lately. */
  #tag = 0;
  /** Growth of the tag by the last shout, added when the next one begins. */
  #served = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ServerLimits) {
    const { shoutsPerSecond, shoutBytesPerSecond, shoutByteBurst, shoutDeliveriesPerSecond } = limits;
    this.#isOff = shoutsPerSecond === 0;
    const deliveryBurst = (shoutDeliveriesPerSecond / 1_000) * SHOUT_DELIVERY_BURST_MS;
    this.#rates = new RateTable([
      { perSecond: shoutBytesPerSecond, burst: shoutByteBurst },
      { perSecond: shoutDeliveriesPerSecond, burst: deliveryBurst },
    ]);
    this.#row = this.#rates.open(performance.now());
  }

  /**
   * Waits until a shout may begin. Shouts of one user begin in order.
   *
   * @returns `true` when it may, `false` when it was withdrawn
   */
  admit(shouter: Shouter, bytes: number, receivers: number): Promise<boolean> {
    if (this.#isOff) return ADMITTED;
    const tag = Math.max(this.#tag, shouter.shoutTag);
    shouter.shoutTag = tag + bytes;
    return new Promise((settle) => {
      const waiting = { shouter, tag, bytes, receivers, settle };
      this.#waiting.add(waiting);
      if (this.#timer === undefined) this.#serve();
      if (this.#waiting.has(waiting)) shouter.mustWait();
    });
  }

  /** Withdraws the waiting shouts of one user. */
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
    this.#rates.fill(this.#row, performance.now());
    while (!this.#rates.isAnyDry(this.#row) && this.#waiting.size > 0) this.#begin(this.#findNext());
    if (this.#waiting.size === 0) return;
    this.#timer = setTimeout(this.#serve, Math.ceil(this.#rates.waitMs(this.#row)));
  };

  #findNext(): Waiting {
    let next: Waiting | undefined;
    for (const waiting of this.#waiting) if (!next || waiting.tag < next.tag) next = waiting;
    return next as Waiting;
  }

  #begin(waiting: Waiting): void {
    const { tag, bytes, receivers, settle } = waiting;
    this.#tag = Math.max(this.#tag + this.#served, tag);
    // Without this growth for all, users who come anew, one after the other, would always be first.
    this.#served = bytes / this.#waiting.size;
    this.#waiting.delete(waiting);
    this.#rates.take(this.#row, BYTES, bytes);
    this.#rates.take(this.#row, DELIVERIES, receivers);
    settle(true);
  }
}
