import type { AccountTotals } from "../metrics/ledger.ts";
import type { Verdict } from "../report/run-result.ts";

/**
 * Says what the account of a run comes to: whether something was lost.
 *
 * @param absent - clients that were asked for and did not get in: the account is one of fewer than were meant
 */
export function judgeAccount(accounts: AccountTotals, isInterrupted: boolean, absent = 0): Verdict {
  const lost = Object.values(accounts).reduce((sum, account) => sum + account.lost, 0);
  const expected = Object.values(accounts).reduce((sum, account) => sum + account.expected, 0);
  const common = { clients: null, limit: null, evidence: [...describeAbsent(absent), ...describeFaults(accounts)] };
  if (lost > 0) {
    return { ...common, kind: "messages-lost", text: `${lost} of ${expected} messages and answers were lost.` };
  }
  if (isInterrupted) {
    return { ...common, kind: "interrupted", text: `Interrupted: until then nothing of ${expected} was lost.` };
  }
  return { ...common, kind: "passed", text: `All of ${expected} messages and answers arrived, or were told of.` };
}

function describeAbsent(absent: number): string[] {
  return absent > 0 ? [`${absent} of the clients did not join: there was less load than was asked for.`] : [];
}

/** A sentence for each kind of fault that there was. */
function describeFaults(accounts: AccountTotals): string[] {
  return Object.entries(accounts).flatMap(([kind, account]) => {
    const { expected, lost, duplicated, outOfOrder, corrupted, refused, excused } = account;
    const faults = { lost, duplicated, "out of order": outOfOrder, corrupted, refused, excused };
    const told = Object.entries(faults).filter(([, count]) => count > 0);
    if (told.length === 0) return [];
    return [`${kind}: ${told.map(([fault, count]) => `${count} ${fault}`).join(", ")}, of ${expected}.`];
  });
}
