import { BrokenServer } from "@chat/broken-peers";
import { expect, it } from "vitest";
import { exitCodeOf } from "../src/verdict/exit-code.ts";
import { judgeServer } from "./support/judge-server.ts";

it("names the rule that a broken server breaks, and judges nothing that depends on it", async () => {
  await using server = await BrokenServer.start("mute", ["--after", "0"]);
  const { verdict } = await judgeServer(server.port, ["answers-in-order"]);
  const failures = verdict.failures.map(({ rules, outcome }) => [outcome.check.name, rules]);
  expect(failures).toEqual([["welcome", ["C-33"]]]);
  const order = verdict.rules.find(({ rule }) => rule.number === "C-69");
  expect(order).toMatchObject({
    state: "not judged",
    reasons: expect.arrayContaining(['needs "welcome", which failed']),
  });
  expect(exitCodeOf(verdict, "complete")).toBe(1);
});
