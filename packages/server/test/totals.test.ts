import { createJsonMsg } from "@chat/protocol";
import { expect, it, vi } from "vitest";
import type { LogEntry } from "../src/chat-node-events.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer } from "./test-server.ts";

it("adds up what all connections did, on every thread, those included that are gone", async () => {
  await using server = await startTestServer();
  const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
  const greeting = createJsonMsg("Ada", "", "Bob", "hello");
  ada.write(greeting + createJsonMsg("Zoe", "", "Bob", ""));
  await ada.nextText();
  await bob.nextText();
  const silent = await server.connect();
  const taken = await server.connect();
  taken.write("Ada\n");
  await taken.ended();
  taken.end();
  bob.vanish();
  while ((await server.node.totals()).users > 1) await new Promise(setImmediate);
  silent.vanish();
  while ((await server.node.totals()).connections > 1) await new Promise(setImmediate);
  expect(await server.node.totals()).toEqual({
    users: 1,
    connections: 1,
    joins: 2,
    leaves: { lost: 1 },
    refusedConnections: 1,
    messagesIn: 2,
    bytesIn: Buffer.byteLength(`Ada\nBob\nAda\n${greeting}${createJsonMsg("Zoe", "", "Bob", "")}`),
    // Two welcomes, the message, the answer to the forged one, and the refusal of the name.
    messagesOut: 5,
    bytesOut: [ada, bob, taken].reduce((sum, peer) => sum + peer.bytes.length, 0),
    messagesLost: 0,
    refusedMessages: { "forged-sender": 1 },
    waitingBytes: 0,
    loopDelayMs: expect.any(Number),
  });
});

it("tells all that the log tells", async () => {
  const logger = new RecordingLogger();
  await using server = await startTestServer({ logger });
  const told: LogEntry[] = [];
  server.node.on("log", (entry) => told.push(entry));
  await server.join("Ada");
  // The line of a thread may come behind those of the main one.
  await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 60_000 });
  await server.node.control.announce("hello");
  expect(told.map(({ line }) => line)).toEqual([
    "Ada joined from 127.0.0.1",
    "the program wrote to everybody: hello (1 reached)",
  ]);
  expect(told).toEqual(logger.entries);
});
