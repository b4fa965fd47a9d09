import { expect, it } from "vitest";
import { emptyAccounts } from "../metrics/ledger.ts";
import { judgeAccount } from "./judge-account.ts";

it("says how many clients were missing from the load", () => {
  const { evidence } = judgeAccount(emptyAccounts(), false, 4);
  expect(evidence).toEqual(["4 of the clients did not join: there was less load than was asked for."]);
  expect(judgeAccount(emptyAccounts(), false).evidence).toEqual([]);
});

it("names what was lost, by kind", () => {
  const accounts = emptyAccounts();
  Object.assign(accounts.shout, { expected: 10, received: 8, lost: 2 });
  expect(judgeAccount(accounts, true)).toMatchObject({
    kind: "messages-lost",
    text: "2 of 10 messages and answers were lost.",
    evidence: ["shout: 2 lost, of 10."],
  });
});
