import { BrokenServer } from "@chat/broken-peers";
import { createChatServer } from "@chat/server";
import { expect, it } from "vitest";
import { makeReport } from "../src/commands/judging.ts";
import { reporter as text } from "../src/reporters/text.ts";
import { ServerScene } from "../src/server/server-scene.ts";
import { exitCodeOf } from "../src/verdict/exit-code.ts";

async function judgeServer(port: number, check?: readonly string[]) {
  const target = { host: "127.0.0.1", port };
  return await makeReport({
    role: "server",
    subject: "a server",
    level: "complete",
    options: { check },
    concurrency: 16,
    open: (named, seed) => new ServerScene(target, named, seed),
  });
}

it.each([1, 2])("finds nothing wrong with our server over %i event loops, and judges all of it", async (threads) => {
  await using server = await createChatServer({ host: "127.0.0.1", port: 0, threads });
  const { port } = await server.listen();
  const report = await judgeServer(port);
  const { outcomes, verdict } = report;
  // The words of the report say more than a comparison of objects.
  expect(outcomes.every(({ kind }) => kind === "passed") ? "all passed" : text.write(report)).toBe("all passed");
  expect(verdict.levels.map(({ level, state }) => [level, state])).toEqual([
    ["server", "held"],
    ["complete", "held"],
  ]);
});

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
