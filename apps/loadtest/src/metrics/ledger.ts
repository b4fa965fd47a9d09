import { emptyAccount } from "../result/outcomes.ts";
import type { Account } from "../result/run-result.ts";

/** Messages that were sent, by sender: a receiver finds out by them what it lacks. */
export interface SentTable {
  readonly shouts: readonly (readonly [sender: number, count: number])[];
  readonly direct: readonly (readonly [sender: number, receiver: number, count: number])[];
  /**
   * Times of the messages to everyone, where clients come and go. A message of a sender that is not in here is due to every
   * other client that has ever joined.
   */
  readonly shoutTimes: readonly ShoutTimesOf[];
  /** Senders that read nothing: they do not know what the server reported to them, nor what it read before it cut them off. */
  readonly slowReaders: readonly number[];
}

/** In microseconds of the machine's monotonic clock, by sequence number. */
export interface ShoutTimesOf {
  readonly sender: number;
  readonly sentUs: readonly number[];
  /** Shorter when some were never answered. */
  readonly settledUs: readonly number[];
}

/** Direct messages that the server reported to their sender as undelivered, or perhaps undelivered. */
export type RefusedTable = readonly (readonly [sender: number, receiver: number, count: number])[];

export type AccountTotals = { [kind in "direct" | "shout" | "request"]: Account };

export function emptyAccounts(): AccountTotals {
  return { direct: emptyAccount(), shout: emptyAccount(), request: emptyAccount() };
}

export function addAccounts(sum: AccountTotals, added: AccountTotals): void {
  for (const kind of ["direct", "shout", "request"] as const) {
    for (const name of Object.keys(sum[kind]) as (keyof Account)[]) sum[kind][name] += added[kind][name];
  }
}

export function mergeSent(tables: readonly SentTable[]): SentTable {
  return {
    shouts: tables.flatMap(({ shouts }) => shouts),
    direct: tables.flatMap(({ direct }) => direct),
    shoutTimes: tables.flatMap(({ shoutTimes }) => shoutTimes),
    slowReaders: tables.flatMap(({ slowReaders }) => slowReaders),
  };
}
