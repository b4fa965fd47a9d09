import { GapList } from "./gap-list.ts";
import type { NumberRange } from "./number-range.ts";
import type { StreamTotals } from "./stream-totals.ts";

/** Classes of messages that arrive. Each message is counted in exactly one. */
export const Arrival = {
  /** The first with its number, which is above all numbers before. */
  InOrder: "in order",
  /** The first with its number, but a larger number came before: it is reordered, as RFC 4737 defines it. */
  OutOfOrder: "out of order",
  /** A message with its number came before. */
  Duplicate: "duplicate",
  /** Below the gaps that a bounded account remembers: a duplicate, or a message that already counts as lost. */
  TooOld: "too old",
  /** Nobody has sent a message with its number. */
  Unknown: "unknown",
} as const;
export type Arrival = (typeof Arrival)[keyof typeof Arrival];

/** Checks whether a message was new: it was sent, and has not arrived before. */
export function isDelivery(arrival: Arrival): boolean {
  return arrival === Arrival.InOrder || arrival === Arrival.OutOfOrder;
}

export interface StreamAccountOptions {
  /**
   * Most gaps of one stream that are remembered, which bounds its memory: 48 bytes for each. When there are more, the messages of
   * the oldest gap are given up: they stay lost, and what still comes of them is `TooOld`.
   *
   * @default Infinity: memory grows with the gaps, and no message is ever too old
   */
  readonly maxGaps?: number;
}

/**
 * The account of one stream at one receiver. The sender numbers the messages of the stream 0, 1, 2 …; the receiver records the
 * number of each message that arrives. A stream without gaps takes the same memory whatever its length.
 */
export class StreamAccount {
  inOrder = 0;
  outOfOrder = 0;
  duplicated = 0;
  tooOld = 0;
  unknown = 0;
  readonly #maxGaps: number;
  #next = 0;
  /** `null` until there is one: most streams have none, and there are many streams. */
  #gaps: GapList | null = null;

  constructor({ maxGaps = Number.POSITIVE_INFINITY }: StreamAccountOptions = {}) {
    this.#maxGaps = maxGaps;
  }

  /** Distinct messages that arrived. */
  get delivered(): number {
    return this.inOrder + this.outOfOrder;
  }

  /** One more than the largest number that arrived; 0 when nothing did. */
  get next(): number {
    return this.#next;
  }

  /**
   * Counts a message that arrived.
   *
   * @param sent - how many messages of the stream were sent so far, where that is known: numbers from there on are unknown. If it
   * is not known yet, such a number counts as delivered until {@link totals} is given how many were sent.
   */
  record(number: number, sent: number = Number.MAX_SAFE_INTEGER): Arrival {
    if (!(number >= 0 && number < sent && Number.isInteger(number))) {
      this.unknown += 1;
      return Arrival.Unknown;
    }
    if (number >= this.#next) {
      if (number > this.#next) this.#addGap({ start: this.#next, end: number });
      this.#next = number + 1;
      this.inOrder += 1;
      return Arrival.InOrder;
    }
    if (number < this.#firstKnown) {
      this.tooOld += 1;
      return Arrival.TooOld;
    }
    if (this.#gaps?.remove(number)) {
      this.outOfOrder += 1;
      return Arrival.OutOfOrder;
    }
    this.duplicated += 1;
    return Arrival.Duplicate;
  }

  /**
   * Checks whether a message with this number has arrived.
   *
   * @throws RangeError when the account has forgotten, see {@link countIn}
   */
  has(number: number): boolean {
    return this.countIn({ start: number, end: number + 1 }) === 1;
  }

  /**
   * Counts the distinct numbers of a range that arrived.
   *
   * @throws RangeError when the range begins among numbers that a bounded account has forgotten
   */
  countIn({ start, end }: NumberRange): number {
    const bound = Math.min(end, this.#next);
    if (bound <= start) return 0;
    if (start < this.#firstKnown) throw new RangeError(`Numbers below ${this.#firstKnown} are forgotten.`);
    return bound - start - (this.#gaps?.countIn({ start, end: bound }) ?? 0);
  }

  /**
   * Sums up the stream at its end. Numbers from `sent` on were sent by nobody; those that were recorded as delivered count as unknown
   * here. Which of them were in order is not known any more: for exact counts of order, `record` has to know what was sent.
   *
   * @param sent - how many messages were sent
   * @throws RangeError when `sent` is among numbers that a bounded account has forgotten, see {@link countIn}
   */
  totals(sent: number): StreamTotals {
    const delivered = sent === 0 ? 0 : this.delivered - this.countIn({ start: sent, end: this.#next });
    const outOfOrder = Math.min(this.outOfOrder, delivered);
    return {
      sent,
      delivered,
      inOrder: delivered - outOfOrder,
      outOfOrder,
      lost: sent - delivered,
      duplicated: this.duplicated,
      tooOld: this.tooOld,
      unknown: this.unknown + this.delivered - delivered,
      corrupted: 0,
    };
  }

  get #firstKnown(): number {
    return this.#gaps?.firstKnown ?? 0;
  }

  #addGap(gap: NumberRange): void {
    this.#gaps ??= new GapList(this.#maxGaps);
    this.#gaps.add(gap);
  }
}
