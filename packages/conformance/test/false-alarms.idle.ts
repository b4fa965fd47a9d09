import { createChatServer } from "@chat/server";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../src/checks/run-checks.ts";
import { ADDRESS, judgeClient, pathOf, programPath } from "./support/judge-client.ts";
import { judgeServer } from "./support/judge-server.ts";

const CHAT = ["node", "--conditions=@chat/source", pathOf("../../../../apps/ink-client/src/cli.ts")];

/** Returns what kept a check from passing, but for a machine that was too busy to judge. */
function complain(outcomes: readonly Outcome[]): readonly Outcome[] {
  const isTooBusy = (outcome: Outcome) =>
    outcome.kind === "not judged" && outcome.reason.includes("machine is too busy");
  return outcomes.filter((outcome) => outcome.kind !== "passed" && !isTooBusy(outcome));
}

it.each([1, 2])("finds nothing wrong with our server over %i event loops, and judges all of it", async (threads) => {
  await using server = await createChatServer({ host: "127.0.0.1", port: 0, threads });
  const { port } = await server.listen();
  const { outcomes } = await judgeServer(port);
  expect(complain(outcomes)).toEqual([]);
});

describe.concurrent("clients in the style of the first ones", () => {
  it("judges one that takes @name text: what it prints can harm a terminal, and it stays away after a loss", async () => {
    const { levels, kinds } = await judgeClient("takes-at-name", [
      "python3",
      programPath("takes-at-name.py"),
      ...ADDRESS,
    ]);
    expect(levels).toMatchObject({ bronze: ["C-80"], silver: ["C-80"] });
    expect(kinds).toMatchObject({
      "comes-back": "failed",
      "ends-messages": "failed",
      "does-not-send-twice": "passed",
      "shows-large-message": "passed",
      "shows-odd-json": "passed",
    });
  });

  it("judges one that asks for receiver and text, in a terminal: a large message ends its thread as well", async () => {
    const { levels, kinds } = await judgeClient("asks-to-and-msg", [
      "python3",
      programPath("asks-to-and-msg.py"),
      ...ADDRESS,
    ]);
    expect(levels).toMatchObject({ bronze: ["C-13", "C-80"], silver: ["C-13", "C-80"] });
    expect(kinds).toMatchObject({
      "sends-any-text": "passed",
      "shows-odd-json": "passed",
      "vectors-display": "not judged",
    });
  });
});

it("finds nothing wrong with the terminal client in lines", async () => {
  const address = ["--plain", "--host", "{host}", "--port", "{port}", "--name", "{name}"];
  const { verdict } = await judgeClient("chat-plain", [...CHAT, ...address]);
  expect(verdict.failures.map(({ outcome, failure }) => [outcome.check.name, failure.details])).toEqual([]);
});
