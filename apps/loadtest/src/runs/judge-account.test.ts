import { expect, it } from "vitest";
import { emptyAccounts } from "../metrics/ledger.ts";
import { judgeAccount } from "./judge-account.ts";

it("says how many clients were missing from the load", () => {
  expect(judgeAccount(emptyAccounts(), false, { absent: 4, dropped: 20 })).toMatchObject({
    text: "All of 0 messages and answers arrived, or were told of; but connections were dropped.",
    evidence: [
      "4 of the clients did not join: there was less load than was asked for.",
      "20 connections were closed by the server, or broke: from then on they made no load.",
    ],
  });
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
