import {
  type AccountTotals,
  emptyAccounts,
  type RefusedTable,
  type SentTable,
  type ShoutTimesOf,
} from "../metrics/ledger.ts";
import type { Account } from "../result/run-result.ts";
import type { ConnectionInterval } from "./connection-interval.ts";
import { findShouts } from "./connection-interval.ts";
import type { Receipts, SequenceTracker } from "./sequence-tracker.ts";
import { clip, lengthOf } from "./sequence-tracker.ts";
import { StreamKind } from "./stamp.ts";

export interface AccountedClient {
  readonly index: number;
  readonly isExempt: boolean;
  readonly receipts: Receipts;
  /** In order. */
  readonly intervals: readonly ConnectionInterval[];
  readonly asked: number;
  readonly answered: number;
  /** Answers that fit no question of it. */
  readonly surplusAnswers: number;
}

const NOBODY = { isExempt: false };

/**
 * Compares what was sent to these clients with what they got. Pure.
 *
 * @param isOurs - whether a receiver that is none of the clients, since it never joined, is to be accounted for here
 */
export function takeAccount(
  clients: readonly AccountedClient[],
  sent: SentTable,
  refusedTable: RefusedTable,
  isOurs: (receiver: number) => boolean = () => false,
): AccountTotals {
  const totals = emptyAccounts();
  const refused = new Map(refusedTable.map(([sender, receiver, count]) => [`${sender} ${receiver}`, count]));
  const byIndex = new Map(clients.map((client) => [client.index, client]));
  const slowReaders = new Set(sent.slowReaders);
  const timesOf = new Map(sent.shoutTimes.map((times) => [times.sender, times]));
  for (const [sender, receiver, expected] of sent.direct) {
    const client = byIndex.get(receiver);
    if (!client && !isOurs(receiver)) continue;
    const reported = refused.get(`${sender} ${receiver}`) ?? 0;
    const isExempt = (client ?? NOBODY).isExempt || slowReaders.has(sender);
    addStream(totals.direct, client?.receipts.direct.get(sender), { expected, reported, isExempt });
  }
  for (const client of clients) {
    for (const [sender, expected] of sent.shouts) {
      const tracker = client.receipts.shouts.get(sender);
      const isExempt = client.isExempt || slowReaders.has(sender);
      const times = timesOf.get(sender);
      // Nobody gets their own shouts: what comes all the same is one too many.
      if (sender === client.index) totals.shout.duplicated += (tracker?.received ?? 0) + (tracker?.duplicated ?? 0);
      else if (times) addShoutsOfIntervals(totals.shout, tracker, { times, intervals: client.intervals, isExempt });
      else addStream(totals.shout, tracker, { expected, reported: 0, isExempt });
    }
    totals.direct.corrupted += client.receipts.corrupted[StreamKind.Direct];
    totals.shout.corrupted += client.receipts.corrupted[StreamKind.Shout];
    addAnswers(totals.request, client);
  }
  return totals;
}

interface SentStream {
  readonly expected: number;
  readonly reported: number;
  readonly isExempt: boolean;
}

function addStream(
  total: Account,
  tracker: SequenceTracker | undefined,
  { expected, reported, isExempt }: SentStream,
): void {
  const received = Math.min(expected, tracker?.received ?? 0);
  const missing = expected - received;
  // Some of the reported messages may have arrived all the same: only missing ones count as refused.
  const refused = Math.min(missing, reported);
  total.expected += expected;
  total.received += received;
  total.refused += refused;
  total[isExempt ? "exempt" : "lost"] += missing - refused;
  total.duplicated += tracker?.duplicated ?? 0;
  total.outOfOrder += tracker?.outOfOrder ?? 0;
}

/** Messages to everyone, and a receiver that comes and goes. */
interface ShoutsAndIntervals {
  readonly times: ShoutTimesOf;
  readonly intervals: readonly ConnectionInterval[];
  readonly isExempt: boolean;
}

/** Expects the messages that a receiver had to get while it was there; others that it got count as received. */
function addShoutsOfIntervals(
  total: Account,
  tracker: SequenceTracker | undefined,
  { times, intervals, isExempt }: ShoutsAndIntervals,
): void {
  let received = 0;
  let nextPossible = 0;
  for (const interval of intervals) {
    const { possible, due } = findShouts(times, interval);
    // A message that was in flight from one interval to the next is expected once.
    const reachable = clip(possible, { start: nextPossible, end: times.sentUs.length });
    nextPossible = reachable.end;
    const receivedInAll = tracker?.countIn(reachable) ?? 0;
    const missing = lengthOf(due) - (tracker?.countIn(due) ?? 0);
    const missingAtEdges = lengthOf(reachable) - receivedInAll - missing;
    received += receivedInAll;
    total.expected += lengthOf(reachable);
    total[isExempt ? "exempt" : "lost"] += missing;
    total.exempt += missingAtEdges;
  }
  total.received += received;
  // A message to a client that was not there was written to one connection too many.
  total.duplicated += (tracker?.duplicated ?? 0) + (tracker?.received ?? 0) - received;
  total.outOfOrder += tracker?.outOfOrder ?? 0;
}

function addAnswers(total: Account, client: AccountedClient): void {
  const { isExempt, asked, answered, surplusAnswers } = client;
  total.expected += asked;
  total.received += answered;
  total.duplicated += surplusAnswers;
  total[isExempt ? "exempt" : "lost"] += asked - answered;
}
