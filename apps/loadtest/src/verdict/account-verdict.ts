import type { AccountTotals } from "../metrics/ledger.ts";
import type { Verdict } from "../result/run-result.ts";

/** Who was there: an account may well say that nothing was lost, for want of anybody who could lose something. */
export interface ClientTotals {
  /** Clients that were asked for, and did not get in. */
  readonly absent: number;
  /** Connections that the server closed, or that broke, of clients that are not meant to be cut off. */
  readonly dropped: number;
  /** How often a client came back that had left, or whose connection was closed. */
  readonly returns: number;
  /** How often a slow reader was cut off, as it is meant to be. */
  readonly cutOffs: number;
}

/** Says what the account of a run comes to: whether something was lost. */
export function judgeAccounts(
  accounts: AccountTotals,
  isInterrupted: boolean,
  clientTotals: ClientTotals = { absent: 0, dropped: 0, returns: 0, cutOffs: 0 },
): Verdict {
  const lost = Object.values(accounts).reduce((sum, account) => sum + account.lost, 0);
  const expected = Object.values(accounts).reduce((sum, account) => sum + account.expected, 0);
  const common = {
    clients: null,
    limit: null,
    evidence: [...describeClients(clientTotals), ...describeFaults(accounts)],
  };
  if (lost > 0) {
    return { ...common, kind: "messages-lost", text: `${lost} of ${expected} messages and answers were lost.` };
  }
  if (isInterrupted) {
    return { ...common, kind: "interrupted", text: `Interrupted: until then nothing of ${expected} was lost.` };
  }
  const text = `All of ${expected} messages and answers arrived, or were told of`;
  if (clientTotals.dropped > 0) {
    return { ...common, kind: "connections-dropped", text: `${text}; but connections were dropped.` };
  }
  return { ...common, kind: "passed", text: `${text}.` };
}

function describeClients({ absent, dropped, returns, cutOffs }: ClientTotals): string[] {
  return [
    ...(absent > 0 ? [`${absent} of the clients did not join: there was less load than was asked for.`] : []),
    ...(dropped > 0 ? [`Connections dropped: ${dropped}. The server closed them, or they broke.`] : []),
    ...(cutOffs > 0 ? [`${cutOffs} times a slow reader was cut off.`] : []),
    ...(returns > 0 ? [`${returns} times a client came back under its name.`] : []),
  ];
}

/** A sentence for each kind of fault that there was. */
function describeFaults(accounts: AccountTotals): string[] {
  return Object.entries(accounts).flatMap(([kind, account]) => {
    const { expected, lost, duplicated, outOfOrder, corrupted, refused, exempt } = account;
    const faults = { lost, duplicated, "out of order": outOfOrder, corrupted, refused, exempt };
    const told = Object.entries(faults).filter(([, count]) => count > 0);
    if (told.length === 0) return [];
    return [`${kind}: ${told.map(([fault, count]) => `${count} ${fault}`).join(", ")}, of ${expected}.`];
  });
}
