import {
  type AccountTotal,
  type AccountTotals,
  emptyAccounts,
  type RefusedTable,
  type SentTable,
} from "../metrics/ledger.ts";
import type { Receipts } from "./receipts.ts";
import type { SequenceTracker } from "./sequence-tracker.ts";
import { StreamKind } from "./stamp.ts";

/** A client as its account is taken: what it got, and what it asked. */
export interface AccountedClient {
  readonly index: number;
  readonly isExcused: boolean;
  readonly receipts: Receipts;
  readonly asked: number;
  readonly answered: number;
}

/** Compares what was sent to these clients with what they got. Pure. */
export function takeAccount(
  clients: readonly AccountedClient[],
  sent: SentTable,
  refusedTable: RefusedTable,
): AccountTotals {
  const totals = emptyAccounts();
  const refused = new Map(refusedTable.map(([sender, receiver, count]) => [`${sender} ${receiver}`, count]));
  const byIndex = new Map(clients.map((client) => [client.index, client]));
  for (const [sender, receiver, count] of sent.direct) {
    const client = byIndex.get(receiver);
    if (!client) continue;
    const told = refused.get(`${sender} ${receiver}`) ?? 0;
    addStream(totals.direct, client, client.receipts.direct.get(sender), count, told);
  }
  for (const client of clients) {
    for (const [sender, count] of sent.shouts) {
      if (sender !== client.index) addStream(totals.shout, client, client.receipts.shouts.get(sender), count, 0);
    }
    totals.direct.corrupted += client.receipts.corrupted[StreamKind.Direct];
    totals.shout.corrupted += client.receipts.corrupted[StreamKind.Shout];
    addAnswers(totals.request, client);
  }
  return totals;
}

function addStream(
  total: AccountTotal,
  { isExcused }: AccountedClient,
  tracker: SequenceTracker | undefined,
  expected: number,
  told: number,
): void {
  const received = Math.min(expected, tracker?.received ?? 0);
  const missing = expected - received;
  // What its sender was told of may have arrived all the same: told is told of what is missing.
  const refused = Math.min(missing, told);
  total.expected += expected;
  total.received += received;
  total.refused += refused;
  total[isExcused ? "excused" : "lost"] += missing - refused;
  total.duplicated += tracker?.duplicated ?? 0;
  total.outOfOrder += tracker?.outOfOrder ?? 0;
}

function addAnswers(total: AccountTotal, { isExcused, asked, answered }: AccountedClient): void {
  total.expected += asked;
  total.received += answered;
  total[isExcused ? "excused" : "lost"] += asked - answered;
}
