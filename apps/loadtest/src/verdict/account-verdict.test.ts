import { expect, it } from "vitest";
import { emptyAccounts } from "../metrics/ledger.ts";
import { judgeAccounts } from "./account-verdict.ts";

it("says how many clients were missing from the load, and how many came back", () => {
  expect(
    judgeAccounts({
      accounts: emptyAccounts(),
      isInterrupted: false,
      clients: { missing: 4, dropped: 20, rejoins: 300, cutOffs: 7 },
    }),
  ).toMatchObject({
    kind: "connections-dropped",
    text: "All of 0 messages and answers arrived, or were reported; but connections were dropped.",
    evidence: [
      "4 of the clients did not join: there was less load than was asked for.",
      "Connections dropped: 20. The server closed them, or they broke.",
      "7 times a slow reader was cut off.",
      "300 times a client came back under its name.",
    ],
  });
  expect(judgeAccounts({ accounts: emptyAccounts(), isInterrupted: false }).evidence).toEqual([]);
});

it("finds a server wanting that drops connections, whether something was in flight or not", () => {
  const { kind, text } = judgeAccounts({
    accounts: emptyAccounts(),
    isInterrupted: false,
    clients: { missing: 0, dropped: 1, rejoins: 0, cutOffs: 0 },
  });
  expect(kind).toBe("connections-dropped");
  expect(text).toContain("but connections were dropped");
});

it("names what was lost, by kind", () => {
  const accounts = emptyAccounts();
  Object.assign(accounts.shout, { expected: 10, received: 8, lost: 2 });
  expect(judgeAccounts({ accounts, isInterrupted: true })).toMatchObject({
    kind: "messages-lost",
    text: "2 of 10 messages and answers were lost.",
    evidence: ["shout: 2 lost, of 10."],
  });
});
