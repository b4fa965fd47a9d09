import type { AccountTotals } from "../metrics/ledger.ts";
import type { Verdict } from "../report/run-result.ts";

/** Clients that an account is short of: it may well say that nothing was lost, for want of anybody who could lose something. */
export interface MissingClients {
  /** Asked for, and did not get in. */
  readonly absent: number;
  /** Whose connection the server closed, or that broke. */
  readonly dropped: number;
}

/** Says what the account of a run comes to: whether something was lost. */
export function judgeAccount(
  accounts: AccountTotals,
  isInterrupted: boolean,
  missing: MissingClients = { absent: 0, dropped: 0 },
): Verdict {
  const lost = Object.values(accounts).reduce((sum, account) => sum + account.lost, 0);
  const expected = Object.values(accounts).reduce((sum, account) => sum + account.expected, 0);
  const common = { clients: null, limit: null, evidence: [...describeMissing(missing), ...describeFaults(accounts)] };
  if (lost > 0) {
    return { ...common, kind: "messages-lost", text: `${lost} of ${expected} messages and answers were lost.` };
  }
  if (isInterrupted) {
    return { ...common, kind: "interrupted", text: `Interrupted: until then nothing of ${expected} was lost.` };
  }
  const text = `All of ${expected} messages and answers arrived, or were told of`;
  return {
    ...common,
    kind: "passed",
    text: missing.dropped > 0 ? `${text}; but connections were dropped.` : `${text}.`,
  };
}

function describeMissing({ absent, dropped }: MissingClients): string[] {
  return [
    ...(absent > 0 ? [`${absent} of the clients did not join: there was less load than was asked for.`] : []),
    ...(dropped > 0
      ? [`${dropped} connections were closed by the server, or broke: from then on they made no load.`]
      : []),
  ];
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
