import { type Arrival, StreamAccount, type StreamAccountOptions } from "./stream-account.ts";
import { addTotals, emptyTotals, type StreamTotals } from "./stream-totals.ts";

const NOTHING_ARRIVED: Pick<StreamAccount, "totals"> = new StreamAccount();

/** The accounts of many streams, each under a key such as its sender. An account is made when the first message of a stream arrives. */
export class StreamAccounts<Key> {
  /** Arrivals that are not what was sent. They belong to no stream: whatever they say may be altered. */
  corrupted = 0;
  readonly #options: StreamAccountOptions;
  readonly #accounts = new Map<Key, StreamAccount>();

  constructor(options: StreamAccountOptions = {}) {
    this.#options = options;
  }

  /** Counts a message of a stream, see {@link StreamAccount.record}. */
  record(key: Key, number: number, sent?: number): Arrival {
    let account = this.#accounts.get(key);
    if (!account) {
      account = new StreamAccount(this.#options);
      this.#accounts.set(key, account);
    }
    return account.record(number, sent);
  }

  /** Returns the account of a stream, or `undefined` when nothing of it arrived. */
  get(key: Key): StreamAccount | undefined {
    return this.#accounts.get(key);
  }

  /**
   * Sums up all streams at their end, see {@link StreamAccount.totals}.
   *
   * @param sent - how many messages of each stream were sent. Everything that arrived of other streams is unknown.
   */
  totals(sent: ReadonlyMap<Key, number>): StreamTotals {
    let sum: StreamTotals = { ...emptyTotals(), corrupted: this.corrupted };
    for (const [key, count] of sent) sum = addTotals(sum, (this.#accounts.get(key) ?? NOTHING_ARRIVED).totals(count));
    for (const [key, account] of this.#accounts) if (!sent.has(key)) sum = addTotals(sum, account.totals(0));
    return sum;
  }
}
