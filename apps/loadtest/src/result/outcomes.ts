import type { Account, RunResult } from "./run-result.ts";

/** Outcomes of a message: the lines of an account, in their order. */
export const OUTCOMES: readonly { readonly key: keyof Account; readonly title: string; readonly isFault: boolean }[] = [
  { key: "expected", title: "expected", isFault: false },
  { key: "received", title: "received", isFault: false },
  { key: "lost", title: "lost", isFault: true },
  { key: "duplicated", title: "duplicated", isFault: true },
  { key: "outOfOrder", title: "out of order", isFault: true },
  { key: "corrupted", title: "corrupted", isFault: true },
  { key: "refused", title: "refused", isFault: false },
  { key: "exempt", title: "exempt", isFault: false },
];

export function emptyAccount(): Account {
  return { expected: 0, received: 0, lost: 0, duplicated: 0, outOfOrder: 0, corrupted: 0, refused: 0, exempt: 0 };
}

export function sumAccounts(accounts: RunResult["accounts"]): Account {
  const sum = emptyAccount();
  for (const account of Object.values(accounts)) {
    for (const { key } of OUTCOMES) sum[key] += account[key];
  }
  return sum;
}
