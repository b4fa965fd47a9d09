import { clip, type NumberRange } from "@chat/accounting";
import type { ShoutTimesOf } from "../metrics/ledger.ts";

/**
 * One connection of a client, for the account: the time in which the server may have counted it among its users, and the time
 * in which it must have. In microseconds of the machine's monotonic clock, in this order.
 */
export interface ConnectionInterval {
  /** Begin of the attempt to connect: what the server dealt with before can't have reached it. */
  readonly startedUs: number;
  /** Time of the welcome. */
  readonly joinedUs: number;
  /** Begin of leaving; `Infinity` until then. */
  leavingUs: number;
  /** Time when the connection was closed; `Infinity` until then. */
  closedUs: number;
}

/**
 * Time at the begin and the end of an interval in which no message is due, in microseconds. A server of many event loops or
 * machines may need it until all of them know who is there; and the clocks of two threads of ours are a little apart.
 */
const EDGE_US = 100_000;

/** Finds those of a sender's messages to everyone that may have reached a receiver in an interval, and those that have to. */
export function findShouts(
  { sentUs, settledUs }: ShoutTimesOf,
  { startedUs, joinedUs, leavingUs, closedUs }: ConnectionInterval,
): { readonly possible: NumberRange; readonly due: NumberRange } {
  const all = { start: 0, end: sentUs.length };
  const possible = clip({ start: findFirst(settledUs, startedUs), end: findFirst(sentUs, closedUs) }, all);
  // A message without an answer is due to clients alone that are still there.
  const dueEnd = leavingUs === Number.POSITIVE_INFINITY ? all.end : findFirst(settledUs, leavingUs - EDGE_US);
  return { possible, due: clip({ start: findFirst(sentUs, joinedUs + EDGE_US), end: dueEnd }, possible) };
}

/** Finds the first number whose time is not before `atUs`; times rise. */
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

/**
 * When each message to everyone of one client was sent, and when the server had dealt with it: who was there in between has to
 * get it. In microseconds of the machine's monotonic clock, by sequence number.
 */
export class ShoutTimes {
  readonly sentUs: number[] = [];
  /** Shorter than `sentUs` as long as some have not been answered. */
  readonly settledUs: number[] = [];

  send(atUs: number): void {
    this.sentUs.push(atUs);
  }

  /** The server has dealt with everything that was sent until then: it answers in order. */
  settle(sentUntilUs: number, atUs: number): void {
    for (;;) {
      const sentUs = this.sentUs[this.settledUs.length];
      if (sentUs === undefined || sentUs > sentUntilUs) return;
      this.settledUs.push(atUs);
    }
  }
}
