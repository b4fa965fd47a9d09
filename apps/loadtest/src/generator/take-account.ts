import { clip, lengthOf, StreamAccount } from "@chat/accounting";
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
import type { Receipts } from "./receipts.ts";

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
const NOTHING_ARRIVED = new StreamAccount();

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
    const account = client?.receipts.direct.get(sender) ?? NOTHING_ARRIVED;
    const reported = refused.get(`${sender} ${receiver}`) ?? 0;
    const isExempt = (client ?? NOBODY).isExempt || slowReaders.has(sender);
    addStream(totals.direct, account, { expected, reported, isExempt });
  }
  for (const client of clients) {
    for (const [sender, expected] of sent.shouts) {
      const account = client.receipts.shouts.get(sender) ?? NOTHING_ARRIVED;
      const isExempt = client.isExempt || slowReaders.has(sender);
      const times = timesOf.get(sender);
      // Nobody gets their own shouts: what comes all the same is one too many.
      if (sender === client.index) totals.shout.duplicated += account.delivered + account.duplicated;
      else if (times) addShoutsOfIntervals(totals.shout, account, { times, intervals: client.intervals, isExempt });
      else addStream(totals.shout, account, { expected, reported: 0, isExempt });
    }
    totals.direct.corrupted += client.receipts.direct.corrupted;
    totals.shout.corrupted += client.receipts.shouts.corrupted;
    addAnswers(totals.request, client);
  }
  return totals;
}

interface SentStream {
  readonly expected: number;
  readonly reported: number;
  readonly isExempt: boolean;
}

function addStream(total: Account, account: StreamAccount, { expected, reported, isExempt }: SentStream): void {
  const { delivered, lost, duplicated, outOfOrder, unknown } = account.totals(expected);
  // Some of the reported messages may have arrived all the same: only missing ones count as refused.
  const refused = Math.min(lost, reported);
  total.expected += expected;
  total.received += delivered;
  total.refused += refused;
  total[isExempt ? "exempt" : "lost"] += lost - refused;
  total.duplicated += duplicated;
  total.outOfOrder += outOfOrder;
  // A message in a client's name that this client has not sent is not what was sent.
  total.corrupted += unknown;
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
  account: StreamAccount,
  { times, intervals, isExempt }: ShoutsAndIntervals,
): void {
  let received = 0;
  let nextPossible = 0;
  for (const interval of intervals) {
    const { possible, due } = findShouts(times, interval);
    // A message that was in flight from one interval to the next is expected once.
    const reachable = clip(possible, { start: nextPossible, end: times.sentUs.length });
    nextPossible = reachable.end;
    const receivedInAll = account.countIn(reachable);
    const missing = lengthOf(due) - account.countIn(due);
    const missingAtEdges = lengthOf(reachable) - receivedInAll - missing;
    received += receivedInAll;
    total.expected += lengthOf(reachable);
    total[isExempt ? "exempt" : "lost"] += missing;
    total.exempt += missingAtEdges;
  }
  total.received += received;
  // A message to a client that was not there was written to one connection too many.
  total.duplicated += account.duplicated + account.delivered - received;
  total.outOfOrder += account.outOfOrder;
}

function addAnswers(total: Account, client: AccountedClient): void {
  const { isExempt, asked, answered, surplusAnswers } = client;
  total.expected += asked;
  total.received += answered;
  total.duplicated += surplusAnswers;
  total[isExempt ? "exempt" : "lost"] += asked - answered;
}
