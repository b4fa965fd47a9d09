import { TestPeer } from "@chat/testing";
import { expect, it } from "vitest";
import { startOwnServer } from "./own-server.ts";
import { findReachProblem } from "./reach.ts";

it("serves on a port of its own until it is disposed of", async () => {
  const server = await startOwnServer();
  {
    await using peer = await TestPeer.connect({ port: server.port });
    peer.write("Ada\n");
    expect(await peer.nextText()).toMatch(/^Welcome Ada!/);
  }
  if (process.platform === "linux") expect(server.readUsage()?.memoryBytes).toBeGreaterThan(0);
  await server[Symbol.asyncDispose]();
  expect(await findReachProblem("127.0.0.1", server.port)).toBe("nothing listens there");
});

it("slows nobody down who sends much", async () => {
  await using server = await startOwnServer();
  await using peer = await TestPeer.connect({ port: server.port });
  peer.write("Ada\n");
  const question = `${JSON.stringify({ from: { name: "Ada", ip: "" }, to: "/time", msg: "" })}\n`;
  // With the default rates this takes longer than the test may: 2,000 answers at once, and 1,000 a second behind them.
  const questions = 80_000;
  peer.write(question.repeat(questions));
  await peer.waitFor(() => peer.messages.length > questions, "all answers", 60_000);
});
