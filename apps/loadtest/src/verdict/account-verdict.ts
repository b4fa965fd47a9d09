import type { AccountTotals } from "../metrics/ledger.ts";
import { writeCount } from "../result/format.ts";
import type { Verdict } from "../result/run-result.ts";

/** Counts of the clients of a run: nothing is lost where nobody joined who could lose something. */
export interface ClientTotals {
  /** Clients that were asked for, and did not get in. */
  readonly missing: number;
  /** Connections that the server closed, or that broke, of clients that a good server does not cut off. */
  readonly dropped: number;
  /** Times that a client came back after it had left, or after its connection was closed. */
  readonly rejoins: number;
  /** Times that a slow reader was cut off. */
  readonly cutOffs: number;
}

export interface LoadOutcome {
  readonly accounts: AccountTotals;
  readonly clients: ClientTotals;
  /** By kind, since the run began. */
  readonly errors: Readonly<Record<string, number>>;
  /** Joins while the load was measured, and for how long that was. */
  readonly measured: { readonly durationMs: number; readonly joins: number };
  readonly isInterrupted: boolean;
}

/** Judges a run by its accounts: the verdict says whether something was lost. */
export function judgeAccounts({
  accounts,
  isInterrupted,
  clients = { missing: 0, dropped: 0, rejoins: 0, cutOffs: 0 },
}: Pick<LoadOutcome, "accounts" | "isInterrupted"> & { readonly clients?: ClientTotals }): Verdict {
  const lost = Object.values(accounts).reduce((sum, account) => sum + account.lost, 0);
  const expected = Object.values(accounts).reduce((sum, account) => sum + account.expected, 0);
  const all = writeCount(expected);
  const common = { clients: null, limit: null, evidence: [...describeClients(clients), ...describeFaults(accounts)] };
  if (lost > 0) {
    return { ...common, kind: "messages-lost", text: `${writeCount(lost)} of ${all} messages and answers were lost.` };
  }
  if (isInterrupted) {
    return { ...common, kind: "interrupted", text: `Interrupted: until then nothing of ${all} was lost.` };
  }
  const text = `All of ${all} messages and answers arrived, or were reported`;
  if (clients.dropped > 0) {
    return { ...common, kind: "connections-dropped", text: `${text}; but connections were dropped.` };
  }
  return { ...common, kind: "passed", text: `${text}.` };
}

function describeClients({ missing, dropped, rejoins, cutOffs }: ClientTotals): string[] {
  return [
    ...(missing > 0
      ? [`${writeCount(missing)} of the clients did not join: there was less load than was asked for.`]
      : []),
    ...(dropped > 0 ? [`Connections dropped: ${writeCount(dropped)}. The server closed them, or they broke.`] : []),
    ...(cutOffs > 0 ? [`${writeCount(cutOffs)} times a slow reader was cut off.`] : []),
    ...(rejoins > 0 ? [`${writeCount(rejoins)} times a client came back under its name.`] : []),
  ];
}

function describeFaults(accounts: AccountTotals): string[] {
  return Object.entries(accounts).flatMap(([kind, account]) => {
    const { expected, lost, duplicated, outOfOrder, corrupted, refused, exempt } = account;
    const faults = { lost, duplicated, "out of order": outOfOrder, corrupted, refused, exempt };
    const found = Object.entries(faults).filter(([, count]) => count > 0);
    if (found.length === 0) return [];
    return [
      `${kind}: ${found.map(([fault, count]) => `${writeCount(count)} ${fault}`).join(", ")}, of ${writeCount(expected)}.`,
    ];
  });
}
