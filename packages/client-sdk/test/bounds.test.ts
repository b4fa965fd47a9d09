import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { ChatClient, SendQueueFullError } from "../src/index.ts";
import { eventually, failureOf, next, record, startNode } from "./chat-setup.ts";
import { startMemoryServer } from "./memory-server.ts";
import { fromServer, WELCOME } from "./server-words.ts";

const UNLIMITED = { messageBurst: 1_000_000, messagesPerSecond: 1_000_000, byteBurst: 1e9, bytesPerSecond: 1e9 };

/** A server that reads all and answers nothing until it is told to: then it tells the time to whoever asked. */
function startSilentServer() {
  let asked = 0;
  let isTalking = false;
  const server = startMemoryServer((stream) => {
    stream.once("data", () => {
      stream.write(`${WELCOME}\n`);
      createInterface(stream).on("line", (line) => {
        if (line.includes('"to": "/time"')) asked += 1;
        if (isTalking) answer(stream);
      });
    });
  });
  function answer(stream: Duplex): void {
    for (; asked > 0; asked--) stream.write(`${fromServer("Server time: 10:00:00")}\n`);
  }
  return {
    transport: server.transport,
    talk(): void {
      isTalking = true;
      for (const stream of server.streams) answer(stream);
    },
  };
}

describe("a server that reads and does not answer", () => {
  const TEXT = "x".repeat(60_000);

  it("makes a program wait that waits, until it answers", async () => {
    const server = startSilentServer();
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
    let wait: Promise<unknown> = Promise.resolve();
    for (let isWaiting = false; !isWaiting; ) {
      const send = ada.send("Bob", TEXT);
      wait = send;
      // What waits for the socket alone goes on in a few turns.
      isWaiting = true;
      for (let turn = 0; turn < 100 && isWaiting; turn++) {
        isWaiting = await Promise.race([send.then(() => false), new Promise<true>((go) => setImmediate(go, true))]);
      }
      expect(ada.unconfirmed.length).toBeLessThan(100);
    }
    // 4 MiB of messages of 60 kB.
    expect(ada.unconfirmed.length).toBeGreaterThan(60);
    server.talk();
    await wait;
    await ada.time();
    expect(ada.unconfirmed).toEqual([]);
    await ada.close({ signal: AbortSignal.abort() });
  });

  it("makes a program fail that does not wait, instead of filling the memory, and takes more when it has answered", async () => {
    const server = startSilentServer();
    const ada = await ChatClient.connect({
      name: "Ada",
      transport: server.transport,
      reconnect: false,
      maxQueuedBytes: 1e9,
    });
    const sends: Promise<unknown>[] = [];
    for (let count = 0; count < 300; count++) sends.push(failureOf(ada.send("Bob", TEXT)));
    await expect(ada.send("Bob", TEXT)).rejects.toBeInstanceOf(SendQueueFullError);
    // 16 MiB of messages of 60 kB.
    expect(ada.unconfirmed.length).toBeGreaterThan(270);
    expect(ada.unconfirmed.length).toBeLessThan(285);
    server.talk();
    await Promise.all(sends);
    await ada.send("Bob", TEXT);
    await ada.time();
    expect(ada.unconfirmed).toEqual([]);
    await ada.close({ signal: AbortSignal.abort() });
  });

  it("is not asked more than 10,000 questions at once", async () => {
    const server = startSilentServer();
    const ada = await ChatClient.connect({
      name: "Ada",
      transport: server.transport,
      reconnect: false,
      // The questions alone take long on a busy machine.
      requestTimeoutMs: Number.POSITIVE_INFINITY,
    });
    const times = Array.from({ length: 10_000 }, () => failureOf(ada.time()));
    await expect(ada.time()).rejects.toBeInstanceOf(SendQueueFullError);
    server.talk();
    await Promise.all(times);
    expect(await ada.time()).toBe("10:00:00");
    await ada.close({ signal: AbortSignal.abort() });
  });
});

it("remembers little of 15,000 messages to nobody, sent as fast as the server takes them", async () => {
  await using server = await startNode({ limits: UNLIMITED });
  await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
  let undeliverable = 0;
  ada.on("undeliverable", () => {
    undeliverable += 1;
  });
  for (let count = 0; count < 15_000; count++) {
    await ada.send("Nobody", "Is anybody there?");
    if (count % 1_000 === 0) expect(ada.unconfirmed.length).toBeLessThan(12_000);
  }
  await ada.time();
  expect([undeliverable, ada.unconfirmed.length]).toEqual([15_000, 0]);
});

describe("a loop that is far behind", () => {
  it("gets the answers that it waits for, as well as every message", async () => {
    await using server = await startNode({ limits: UNLIMITED });
    const { port } = server.address();
    await using ada = await ChatClient.connect({ name: "Ada", port });
    await using bob = await ChatClient.connect({ name: "Bob", port });
    const read = record(ada, "message");
    const messages = ada.messages();
    for (let index = 0; index < 3_000; index++) await bob.send("Ada", `message ${index}`);
    await bob.time();
    await eventually(() => expect(read.length).toBeGreaterThanOrEqual(1_000));
    let count = 0;
    for await (const { msg } of messages) {
      expect(msg).toBe(`message ${count++}`);
      // An answer stands behind all that the server has written to us already.
      if (count <= 3) expect(await ada.time()).toMatch(/^\d\d:/);
      if (count === 3_000) break;
    }
  });

  it("of a few large messages is not read ahead of either", async () => {
    await using server = await startNode({ limits: { ...UNLIMITED, maxOutboxBytes: 64 * 1024 * 1024 } });
    const { port } = server.address();
    await using ada = await ChatClient.connect({ name: "Ada", port });
    await using bob = await ChatClient.connect({ name: "Bob", port });
    const read = record(ada, "message");
    const messages = ada.messages();
    const text = "x".repeat(60_000);
    for (let count = 0; count < 200; count++) await bob.send("Ada", text);
    await bob.time();
    await eventually(() => expect(read.length).toBeGreaterThanOrEqual(17));
    // 1 Mi of characters, and what one read of the socket brought more.
    expect(read.length).toBeLessThan(25);
    for (let count = 0; count < 200; count++) expect((await messages.next()).done).toBe(false);
  });
});

it("does not lose a message that waits for its turn when the connection breaks, nor tells it twice", async () => {
  const first = await startNode({ limits: UNLIMITED });
  const { port } = first.address();
  const ada = await ChatClient.connect({ name: "Ada", port, reconnect: false });
  const disconnected = next(ada, "disconnected");
  const sends = Array.from({ length: 500 }, (_, index) => ada.send("Ada", `${index} ${"x".repeat(1_000)}`));
  const confirmed = record(ada, "confirmed");
  await first.close({ graceMs: 0 });
  const sent = await Promise.all(sends);
  const told = [...confirmed.flatMap(({ messages }) => messages), ...(await disconnected).unconfirmed];
  expect(told.toSorted((one, other) => one.id - other.id)).toEqual(sent);
});
