import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { BrokenServer } from "@chat/broken-peers";
import { createJsonMsg } from "@chat/protocol";
import { it } from "vitest";
import { exitCodeOf } from "../src/verdict/exit-code.ts";
import { judgeServer } from "./support/judge-server.ts";

it.concurrent("names the rule that a broken server breaks, and judges nothing that depends on it", async ({
  expect,
}) => {
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

it.concurrent("tells the rules of both plays of a check together", async ({ expect }) => {
  // It keeps the names of the profile *server*, and so neither the names nor the same names of *complete*.
  await using server = await BrokenServer.start("lists_without_count");
  const { verdict } = await judgeServer(server.port, ["names-complete"]);
  expect(verdict.failures.flatMap(({ rules }) => rules)).toEqual(expect.arrayContaining(["C-41", "C-44"]));
});

it.concurrent("reports a server that goes once, and passes no example that was not played", async ({ expect }) => {
  const server = createServer((socket) => {
    // It welcomes one user, and is gone then.
    server.close();
    socket
      .on("error", () => undefined)
      .once("data", (name) => {
        const to = name.toString().trim();
        socket.end(`${createJsonMsg("SERVER", "0.0.0.0", to, `Welcome ${to}!`)}\n`);
      });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { verdict } = await judgeServer((server.address() as AddressInfo).port);
  expect(verdict.failures.map(({ rules }) => rules).filter((rules) => rules.includes("C-1"))).toHaveLength(1);
  expect(verdict.rules.filter(({ state }) => state === "passed")).toEqual([]);
});
