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
  /** Answers that fit no question of it. */
  readonly surplusAnswers: number;
}

/** Of a receiver that never joined. */
const NOBODY = { isExcused: false };

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
  for (const [sender, receiver, count] of sent.direct) {
    const client = byIndex.get(receiver);
    if (!client && !isOurs(receiver)) continue;
    const told = refused.get(`${sender} ${receiver}`) ?? 0;
    addStream(totals.direct, client ?? NOBODY, client?.receipts.direct.get(sender), count, told);
  }
  for (const client of clients) {
    for (const [sender, count] of sent.shouts) {
      const tracker = client.receipts.shouts.get(sender);
      if (sender !== client.index) addStream(totals.shout, client, tracker, count, 0);
      // Nobody gets their own shouts: what comes all the same is one too many.
      else totals.shout.duplicated += (tracker?.received ?? 0) + (tracker?.duplicated ?? 0);
    }
    totals.direct.corrupted += client.receipts.corrupted[StreamKind.Direct];
    totals.shout.corrupted += client.receipts.corrupted[StreamKind.Shout];
    addAnswers(totals.request, client);
  }
  return totals;
}

function addStream(
  total: AccountTotal,
  { isExcused }: Pick<AccountedClient, "isExcused">,
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

function addAnswers(total: AccountTotal, client: AccountedClient): void {
  const { isExcused, asked, answered, surplusAnswers } = client;
  total.expected += asked;
  total.received += answered;
  total.duplicated += surplusAnswers;
  total[isExcused ? "excused" : "lost"] += asked - answered;
}
