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
  peer.write(question.repeat(4_000));
  // The default burst is 2,000 messages, and 1,000 a second behind it.
  const startedAt = performance.now();
  await peer.waitFor(() => peer.messages.length > 4_000, "all answers");
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
