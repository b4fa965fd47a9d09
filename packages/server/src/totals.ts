import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { DisconnectReason } from "./connection/disconnect-reason.ts";
import type { TroubleKind } from "./dispatch/trouble.ts";

/** Numbers by a word, such as the kind of trouble. One that is 0 may be missing. */
export type CountsBy<Word extends string> = { readonly [Key in Word]?: number };

/** The counts of one event loop since it began. They only grow, but for the last two. */
export interface LoopTotals {
  /** Users who came online. */
  readonly joins: number;
  /** Users who went, by the reason. */
  readonly leaves: CountsBy<DisconnectReason>;
  /** Connections that were refused before they became a user. */
  readonly refusedConnections: number;
  /** Messages that users sent, those that were refused included. */
  readonly messagesIn: number;
  /** Bytes that clients sent. */
  readonly bytesIn: number;
  /** Messages that were written to users, answers and welcomes included. */
  readonly messagesOut: number;
  /** Bytes that were written to clients. */
  readonly bytesOut: number;
  /** Messages that a user may not have got, because it did not read or has gone. */
  readonly messagesLost: number;
  /** Messages that were refused, by the kind of trouble. */
  readonly refusedMessages: CountsBy<TroubleKind>;
  /** Bytes that wait to be written, now. */
  readonly waitingBytes: number;
  /** The longest time in milliseconds for which the event loop was held up since the last report. */
  readonly loopDelayMs: number;
}

/** The counts of a server: those of all its event loops. */
export interface ServerTotals extends LoopTotals {
  /** Users online now, on this node and all others. */
  readonly users: number;
  /** Connections of this process now, those without a name included. */
  readonly connections: number;
}

export const NO_TOTALS: LoopTotals = {
  joins: 0,
  leaves: {},
  refusedConnections: 0,
  messagesIn: 0,
  bytesIn: 0,
  messagesOut: 0,
  bytesOut: 0,
  messagesLost: 0,
  refusedMessages: {},
  waitingBytes: 0,
  loopDelayMs: 0,
};

/** Adds the totals of event loops. The delays of several loops are no sum: the longest counts. */
export function addTotals(all: readonly LoopTotals[]): LoopTotals {
  return all.reduce(
    (sum, { leaves, refusedMessages, loopDelayMs, ...amounts }) => ({
      ...addCounts(sum, amounts),
      leaves: addCounts(sum.leaves, leaves),
      refusedMessages: addCounts(sum.refusedMessages, refusedMessages),
      loopDelayMs: Math.max(sum.loopDelayMs, loopDelayMs),
    }),
    NO_TOTALS,
  );
}

/** Adds counts to those of the same words. */
function addCounts<Counts extends object>(counts: Counts, added: { readonly [Word in keyof Counts]?: number }): Counts {
  const sums = { ...counts } as { [word: string]: number };
  for (const [word, count = 0] of Object.entries<number | undefined>(added)) sums[word] = (sums[word] ?? 0) + count;
  return sums as Counts;
}

/** Counts what happens to the users of one event loop, beside what its connections count themselves. */
export class LoopCounts {
  joins = 0;
  refusedConnections = 0;
  readonly leaves: { [Reason in DisconnectReason]?: number } = {};
  /** Measures from the first report on: most servers are never asked. */
  #delays: IntervalHistogram | null = null;

  left(reason: DisconnectReason): void {
    this.leaves[reason] = (this.leaves[reason] ?? 0) + 1;
  }

  /** Returns the longest delay of the event loop since the last call, in milliseconds. */
  takeLoopDelayMs(): number {
    if (!this.#delays) {
      this.#delays = monitorEventLoopDelay();
      this.#delays.enable();
      return 0;
    }
    // It has no measure yet, or a timer of its resolution alone.
    const { count, max } = this.#delays;
    this.#delays.reset();
    return count === 0 ? 0 : max / 1e6;
  }

  close(): void {
    this.#delays?.disable();
  }
}
