import { Arrival } from "./stream-account.ts";
import type { StreamTotals } from "./stream-totals.ts";

/** For tests: the account of a stream in the plainest way. It remembers every number that arrived. */
export class RememberingAccount {
  readonly #arrivals: Arrival[] = [];
  readonly #delivered = new Set<number>();

  record(number: number, sent: number): Arrival {
    const arrival = this.#classify(number, sent);
    this.#arrivals.push(arrival);
    if (arrival === Arrival.InOrder || arrival === Arrival.OutOfOrder) this.#delivered.add(number);
    return arrival;
  }

  has(number: number): boolean {
    return this.#delivered.has(number);
  }

  totals(sent: number): StreamTotals {
    const count = (wanted: Arrival) => this.#arrivals.filter((arrival) => arrival === wanted).length;
    const numbers = Array.from({ length: sent }, (_, number) => number);
    return {
      sent,
      delivered: this.#delivered.size,
      inOrder: count(Arrival.InOrder),
      outOfOrder: count(Arrival.OutOfOrder),
      lost: numbers.filter((number) => !this.#delivered.has(number)).length,
      duplicated: count(Arrival.Duplicate),
      tooOld: count(Arrival.TooOld),
      unknown: count(Arrival.Unknown),
      corrupted: 0,
    };
  }

  #classify(number: number, sent: number): Arrival {
    const isSent = Array.from({ length: sent }, (_, sentNumber) => sentNumber).includes(number);
    if (!isSent) return Arrival.Unknown;
    if (this.#delivered.has(number)) return Arrival.Duplicate;
    return [...this.#delivered].some((other) => other > number) ? Arrival.OutOfOrder : Arrival.InOrder;
  }
}
