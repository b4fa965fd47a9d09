import type { ShoutTimesOf } from "../metrics/ledger.ts";
import { clip, type SequenceRange } from "./sequence-tracker.ts";

/**
 * One connection of a client, as far as the account goes: from when to when the server may have counted it among its users, and
 * from when to when it must have. In microseconds of the machine's monotonic clock, in this order.
 */
export interface ConnectionInterval {
  /** When it began to connect: what was dealt with before cannot have reached it. */
  readonly startedUs: number;
  /** When it was welcomed. */
  readonly joinedUs: number;
  /** When it began to leave; `Infinity` as long as it has not. */
  leavingUs: number;
  /** When its connection was closed; `Infinity` as long as it is not. */
  closedUs: number;
}

/**
 * How close to the begin or the end of a stay nothing is due, in microseconds. A server of many event loops or machines may
 * take so long until all of them know who is there; and the clocks of two threads of ours are a little apart.
 */
const EDGE_US = 100_000;

/** Of a sender's messages to everyone, those that may have reached a receiver during a stay, and those of them that have to. */
export function findShouts(
  { sentUs, settledUs }: ShoutTimesOf,
  { startedUs, joinedUs, leavingUs, closedUs }: ConnectionInterval,
): { readonly possible: SequenceRange; readonly due: SequenceRange } {
  const all = { start: 0, end: sentUs.length };
  const possible = clip({ start: findFirst(settledUs, startedUs), end: findFirst(sentUs, closedUs) }, all);
  // What was not answered is due to those alone who have stayed.
  const dueEnd = leavingUs === Number.POSITIVE_INFINITY ? all.end : findFirst(settledUs, leavingUs - EDGE_US);
  return { possible, due: clip({ start: findFirst(sentUs, joinedUs + EDGE_US), end: dueEnd }, possible) };
}

/** The first number of which the time is not before this; times rise. */
function findFirst(timesUs: readonly number[], atUs: number): number {
  let low = 0;
  let high = timesUs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesUs[middle] as number) < atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
