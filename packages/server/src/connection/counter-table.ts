import { TroubleKind } from "../dispatch/trouble.ts";
import { NumberTable } from "./number-table.ts";

/** The numbers of one connection, by their place in its row. Behind them comes the number of refused messages of each kind. */
export const Counter = {
  OpenedAt: 0,
  IsFramed: 1,
  /** Messages that were taken from it, those that were refused included. */
  MessagesIn: 2,
  BytesIn: 3,
  /** Messages that the system took for it. */
  MessagesOut: 4,
  BytesOut: 5,
  /** Messages to it that were dropped, or on their way when the rest was dropped. */
  MessagesLost: 6,
  SlowedMs: 7,
  SlowedSince: 8,
  RefusedInARow: 9,
  /** The number of the last message that was refused. */
  LastRefused: 10,
} as const;
export type Counter = (typeof Counter)[keyof typeof Counter];

const KINDS = Object.values(TroubleKind);
const FIRST_KIND = Object.keys(Counter).length;
const ROW_LENGTH = FIRST_KIND + KINDS.length;

/** The place of the number of refused messages of a kind. */
const PLACES = Object.fromEntries(KINDS.map((kind, index) => [kind, FIRST_KIND + index])) as Record<
  TroubleKind,
  number
>;

/** The places of the numbers whose sum means something. */
const SUMMED: readonly number[] = [
  ...[Counter.MessagesIn, Counter.BytesIn, Counter.MessagesOut, Counter.BytesOut, Counter.MessagesLost],
  ...Object.values(PLACES),
];

/** Stands for no time: every time of the clock is larger. */
const NEVER = -1;

/** The counts of one connection. */
export interface ConnectionCounts {
  /** Time since the connection was accepted, in milliseconds. */
  readonly ageMs: number;
  /** True when the client has ended its name with a newline, and so takes several messages in one read. */
  readonly isFramed: boolean;
  /** Messages that it sent, those that were refused included. */
  readonly messagesIn: number;
  /** Bytes that it sent. */
  readonly bytesIn: number;
  /** Messages that were written to it, answers included. */
  readonly messagesOut: number;
  /** Bytes that were written to it. */
  readonly bytesOut: number;
  /** Messages to it that it may not have got, because it did not read or has gone. */
  readonly messagesLost: number;
  /** Its messages that were refused, by the kind of trouble. A kind without any is left out. */
  readonly refused: { readonly [Kind in TroubleKind]?: number };
  /** Messages of it that were refused one after the other up to now. */
  readonly refusedInARow: number;
  /** Time for which it was read more slowly because it sent faster than its rates allow, in milliseconds. */
  readonly slowedMs: number;
  /** True while it is read more slowly. */
  readonly isSlowed: boolean;
}

/**
 * Counts what every connection sends and gets, as rows of one table. A connection that behaves well costs a row and no object.
 * Times are milliseconds of the monotonic clock.
 */
export class CounterTable extends NumberTable {
  /** The sums of the connections that are gone. */
  readonly #closed = new Float64Array(ROW_LENGTH);

  constructor() {
    super(ROW_LENGTH);
  }

  /** Opens the row of a new connection. */
  open(now: number): number {
    const row = this.openRow([]);
    this.numbers[row + Counter.OpenedAt] = now;
    this.numbers[row + Counter.SlowedSince] = NEVER;
    return row;
  }

  add(row: number, counter: Counter, amount: number): void {
    (this.numbers[row + counter] as number) += amount;
  }

  /** Counts a message that is refused. Returns how many of this kind the connection has sent. */
  countRefused(row: number, kind: TroubleKind): number {
    const messagesIn = this.#get(row, Counter.MessagesIn);
    const wasLastRefused = this.#get(row, Counter.LastRefused) >= messagesIn - 1;
    this.numbers[row + Counter.RefusedInARow] = wasLastRefused ? this.#get(row, Counter.RefusedInARow) + 1 : 1;
    this.numbers[row + Counter.LastRefused] = messagesIn;
    const count = (this.numbers[row + PLACES[kind]] as number) + 1;
    this.numbers[row + PLACES[kind]] = count;
    return count;
  }

  /** Returns how many messages were refused one after the other up to now. */
  refusedInARow(row: number): number {
    const isLastRefused = this.#get(row, Counter.LastRefused) === this.#get(row, Counter.MessagesIn);
    return isLastRefused ? this.#get(row, Counter.RefusedInARow) : 0;
  }

  /** Notes whether the rates hold the connection back at this time. */
  noteSlowed(row: number, isSlowed: boolean, now: number): void {
    const since = this.#get(row, Counter.SlowedSince);
    if (isSlowed === since > NEVER) return;
    if (!isSlowed) this.add(row, Counter.SlowedMs, now - since);
    this.numbers[row + Counter.SlowedSince] = isSlowed ? now : NEVER;
  }

  read(row: number, now: number): ConnectionCounts {
    const since = this.#get(row, Counter.SlowedSince);
    const isSlowed = since > NEVER;
    return {
      ageMs: Math.round(now - this.#get(row, Counter.OpenedAt)),
      isFramed: this.#get(row, Counter.IsFramed) === 1,
      messagesIn: this.#get(row, Counter.MessagesIn),
      bytesIn: this.#get(row, Counter.BytesIn),
      messagesOut: this.#get(row, Counter.MessagesOut),
      bytesOut: this.#get(row, Counter.BytesOut),
      messagesLost: this.#get(row, Counter.MessagesLost),
      refused: this.#refused(row),
      refusedInARow: this.refusedInARow(row),
      slowedMs: Math.round(this.#get(row, Counter.SlowedMs) + (isSlowed ? now - since : 0)),
      isSlowed,
    };
  }

  #refused(row: number): ConnectionCounts["refused"] {
    const refused: { [Kind in TroubleKind]?: number } = {};
    for (const kind of KINDS) {
      const count = this.numbers[row + PLACES[kind]] as number;
      if (count > 0) refused[kind] = count;
    }
    return refused;
  }

  override close(row: number): void {
    for (const place of SUMMED)
      this.#closed[place] = (this.#closed[place] as number) + this.#get(row, place as Counter);
    super.close(row);
  }

  /** Returns the sums over all connections that there are and were. */
  sums() {
    const sum = (place: number): number => (this.#closed[place] as number) + this.sumOf(place);
    const kinds = KINDS.map((kind) => [kind, sum(PLACES[kind])] as const).filter(([, count]) => count > 0);
    return {
      messagesIn: sum(Counter.MessagesIn),
      bytesIn: sum(Counter.BytesIn),
      messagesOut: sum(Counter.MessagesOut),
      bytesOut: sum(Counter.BytesOut),
      messagesLost: sum(Counter.MessagesLost),
      refusedMessages: Object.fromEntries(kinds) as { [Kind in TroubleKind]?: number },
    };
  }

  #get(row: number, counter: Counter): number {
    return this.numbers[row + counter] as number;
  }
}
