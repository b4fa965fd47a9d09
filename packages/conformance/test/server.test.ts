import { BrokenServer } from "@chat/broken-peers";
import { createChatServer } from "@chat/server";
import { expect, it } from "vitest";
import { makeReport } from "../src/commands/judging.ts";
import { ServerScene } from "../src/server/server-scene.ts";
import { exitCodeOf } from "../src/verdict/exit-code.ts";

async function judgeServer(port: number, check?: readonly string[]) {
  return await makeReport({
    role: "server",
    subject: "a server",
    level: "complete",
    options: { stage: false, seed: "1", check },
    concurrency: 16,
    open: (named) => new ServerScene({ host: "127.0.0.1", port }, named, "1"),
  });
}

it("finds nothing wrong with our server", async () => {
  await using server = await createChatServer({ host: "127.0.0.1", port: 0, threads: 1 });
  const { port } = await server.listen();
  const { outcomes } = await judgeServer(port);
  expect(outcomes.filter(({ kind }) => kind !== "passed")).toEqual([]);
});

it("names the rule that a broken server breaks, and judges nothing that depends on it", async () => {
  await using server = await BrokenServer.start("mute", ["--after", "0"]);
  const report = await judgeServer(server.port, ["answers-in-order"]);
  expect(report.verdict.failures.map(({ rules, outcome }) => [outcome.check.name, rules])).toEqual([
    ["welcome", ["C-33"]],
  ]);
  const order = report.verdict.rules.find(({ rule }) => rule.number === "C-69");
  expect(order).toMatchObject({ state: "not judged", reasons: ['needs "welcome", which failed'] });
  expect(exitCodeOf(report.verdict, "complete")).toBe(1);
});
