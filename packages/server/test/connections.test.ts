import { createJsonMsg } from "@chat/protocol";
import { expect, it } from "vitest";
import { startTestServer } from "./test-server.ts";

it("lists every connection, on whichever thread, with what it did and what is wrong with it", async () => {
  await using server = await startTestServer();
  const [ada] = [await server.join("Ada"), await server.joinUnframed("Bob"), await server.connect()];
  const wrong = createJsonMsg("Zoe", "", "Ada", "");
  const greeting = createJsonMsg("Ada", "", "Bob", "hello");
  for (const text of [greeting, wrong, wrong, createJsonMsg("Ada", "", "/time", "")]) ada.write(text);
  for (let answers = 0; answers < 3; answers++) await ada.nextText();

  const connections = await server.node.connections();
  expect(connections.map(({ name }) => name).toSorted()).toEqual(["Ada", "Bob", null]);
  expect(connections.find(({ name }) => name === "Ada")).toEqual({
    id: expect.stringMatching(/^[\w-]{8}\.\d+$/),
    name: "Ada",
    ip: "127.0.0.1",
    port: expect.any(Number),
    ageMs: expect.any(Number),
    isFramed: true,
    messagesIn: 4,
    bytesIn: Buffer.byteLength(`Ada\n${greeting}${wrong}${wrong}${createJsonMsg("Ada", "", "/time", "")}`),
    messagesOut: 4,
    bytesOut: expect.any(Number),
    messagesLost: 0,
    refused: { "forged-sender": 2 },
    refusedInARow: 0,
    slowedMs: 0,
    isSlowed: false,
    waitingMessages: 0,
    waitingBytes: 0,
    unclosedBytes: 0,
  });
  expect(connections.find(({ name }) => name === "Bob")).toMatchObject({ isFramed: false, messagesIn: 0, refused: {} });
});

it("has the length of a message whose end does not come, also behind a good one", async () => {
  await using server = await startTestServer();
  const ada = await server.join("Ada");
  const [good, open] = [createJsonMsg("Ada", "", "/time", ""), '{"from": {"name": "Ada", "ip": "", "to": "Bob"\n'];
  ada.write(`${good}${open}`);
  await ada.nextText();
  const unclosedBytes = async () => (await server.node.connections())[0]?.unclosedBytes;
  expect(await unclosedBytes()).toBe(0);
  // Another message begins on a line of its own.
  ada.write(good);
  await ada.waitFor(() => ada.messages.some(({ msg }) => msg.includes("open")), "a notice of the open object");
  expect(await unclosedBytes()).toBe(Buffer.byteLength(`${open}${good}`));
});

it("answers all who ask at the same time, and lists nothing once the server is closed", async () => {
  await using server = await startTestServer();
  await server.join("Ada");
  const [first, second] = await Promise.all([server.node.connections(), server.node.connections()]);
  expect([first?.length, second?.length]).toEqual([1, 1]);
  await server.node.close({ graceMs: 0 });
  expect(await server.node.connections()).toEqual([]);
});
