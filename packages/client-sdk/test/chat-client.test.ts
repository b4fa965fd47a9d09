import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { serverTexts } from "@chat/protocol";
import type { Endpoint } from "@chat/server";
import { OriginalServer, PATIENCE_MS } from "@chat/testing";
import { describe, expect, it } from "vitest";
import {
  ChatClient,
  ClientClosedError,
  ConnectionLostError,
  MessageTooLargeError,
  RequestFailedError,
  UsernameTakenError,
} from "../src/index.ts";
import { eventually, next, readTexts, record, startNode } from "./chat-setup.ts";

/** Starts either server. What a test says of both holds wherever a client connects. */
const servers = [
  {
    kind: "framing",
    async start() {
      const node = await startNode();
      return { port: node.address().port, [Symbol.asyncDispose]: () => node.close({ graceMs: 0 }) };
    },
  },
  { kind: "original", start: () => OriginalServer.start() },
] as const;

describe.each(servers)("on a $kind server", ({ kind, start }) => {
  it("learns what kind of server it is", async () => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    expect(ada.state).toEqual({ kind: "online", serverKind: kind });
  });

  it("sends to one user, in order, and to oneself", async () => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    await using bob = await ChatClient.connect({ name: "Bob", port: server.port });
    const [toAda, toBob] = [readTexts(ada.messages()), readTexts(bob.messages())];
    const sent = [await ada.send("Bob", "one"), await ada.send("Bob", "héllo 👋"), await ada.send("Ada", "myself")];
    expect(sent.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(await toBob.take(2)).toEqual(["one", "héllo 👋"]);
    expect(await toAda.next()).toBe("myself");
  });

  it("asks each endpoint", async () => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    expect(await ada.list()).toEqual({ count: 0, names: [], complete: true });
    await using _bob = await ChatClient.connect({ name: "Bob", port: server.port });
    expect(await ada.list()).toEqual({ count: 1, names: ["Bob"], complete: true });
    expect(await ada.time()).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(await ada.help()).toEqual(["/standard", "/list", "/time", "/help", "/shout"]);
    expect(await ada.standard()).toContain('"from"');
    expect(await ada.request("/time")).toMatch(/^Server time: /);
  });

  it("matches the answers to requests made at once", async () => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const [list, time, count, help] = await Promise.all([ada.list(), ada.time(), ada.shout("hey"), ada.help()]);
    expect([list.count, time, count, help.length]).toEqual([0, expect.stringMatching(/^\d\d:/), 0, 5]);
  });

  it("shouts to everyone else, and learns to how many", async () => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    await using bob = await ChatClient.connect({ name: "Bob", port: server.port });
    const shout = next(bob, "shout");
    expect(await ada.shout("hear, hear")).toBe(1);
    expect(await shout).toMatchObject({ from: { name: "Ada" }, to: "Everyone", msg: "hear, hear" });
  });

  it("tells which message was undeliverable, and confirms the others by the next answer", async () => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const undeliverable = record(ada, "undeliverable");
    const confirmed = record(ada, "confirmed");
    const first = await ada.send("Ada", "there");
    const lost = await ada.send("Nobody", "not there");
    const last = await ada.send("Ada", "there again");
    await ada.time();
    expect(undeliverable).toEqual([{ message: lost, reason: "not-found" }]);
    expect(confirmed).toEqual([{ messages: [first, last] }]);
    expect(ada.unconfirmed).toEqual([]);
  });

  it("fails a request to an endpoint that does not exist", async () => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    await expect(ada.request("/nope")).rejects.toBeInstanceOf(RequestFailedError);
  });

  it("refuses a name in use", async () => {
    await using server = await start();
    await using _ada = await ChatClient.connect({ name: "Ada", port: server.port });
    await expect(ChatClient.connect({ name: "Ada", port: server.port })).rejects.toBeInstanceOf(UsernameTakenError);
  });

  it("still writes what was sent when it is closed, and ends its loops", async () => {
    await using server = await start();
    await using bob = await ChatClient.connect({ name: "Bob", port: server.port });
    const toBob = readTexts(bob.messages());
    const ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const loop = ada.messages().next();
    const closed = next(ada, "closed");
    const sends = ["one", "two", "three"].map((text) => ada.send("Bob", text));
    await ada.close();
    await Promise.all(sends);
    expect(await toBob.take(3)).toEqual(["one", "two", "three"]);
    expect(await loop).toEqual({ value: undefined, done: true });
    expect(await closed).toMatchObject({ error: null, unsent: [] });
    expect(ada.state).toEqual({ kind: "closed", error: null });
    await expect(ada.send("Bob", "late")).rejects.toBeInstanceOf(ClientClosedError);
    await expect(ada.time()).rejects.toBeInstanceOf(ClientClosedError);
  });
});

describe("on an original server", () => {
  it("writes one message at a time, 20 ms apart", async () => {
    await using server = await OriginalServer.start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const toAda = readTexts(ada.messages());
    const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    const startedAt = performance.now();
    await Promise.all(texts.map((text) => ada.send("Ada", text)));
    // Whoever awaits each send is as slow as the server can take it.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(19 * 19);
    expect(await toAda.take(20)).toEqual(texts);
    const gaps = server.reads.slice(1).map(({ at }, index) => at - (server.reads[index]?.at ?? 0));
    // Each read is late by what the event loop was busy with: the mean tells the rhythm, a single gap does not.
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeGreaterThanOrEqual(19);
  });

  it("refuses a message of more than 1,024 bytes before it is sent, and sends the largest that fits", async () => {
    await using server = await OriginalServer.start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const toAda = readTexts(ada.messages());
    const error = await ada.send("Ada", "x".repeat(1_024)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MessageTooLargeError);
    expect(error).toMatchObject({ limitBytes: 1_023, isRetryable: false });
    const frameBytes = '{"from": {"name": "Ada", "ip": "127.0.0.1"}, "to": "Ada", "msg": ""}'.length;
    const largest = "x".repeat(1_023 - frameBytes);
    await ada.send("Ada", largest);
    expect(await toAda.next()).toBe(largest);
    expect(server.reads).toHaveLength(1);
  });

  it("tells of what still waited for its turn when the server went", async () => {
    const server = await OriginalServer.start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: false });
    const disconnected = next(ada, "disconnected");
    const sends = Array.from({ length: 10 }, (_, index) => ada.send("Ada", `message ${index}`));
    const requests = [ada.time(), ada.list()].map((request) => request.catch((error: unknown) => error));
    await server[Symbol.asyncDispose]();
    const sent = await Promise.all(sends);
    expect((await disconnected).unconfirmed).toEqual(sent);
    for (const error of await Promise.all(requests)) expect(error).toBeInstanceOf(ConnectionLostError);
  });
});

it("chats with a client that takes each read for one message", async () => {
  await using server = await startNode();
  const { port } = server.address();
  await using ada = await ChatClient.connect({ name: "Ada", port });
  await using bob = await ChatClient.connect({ name: "Bob", port });
  const script = fileURLToPath(new URL("../../../examples/clients/python-recv/chat_client.py", import.meta.url));
  const python = spawn("python3", [script, "127.0.0.1", String(port), "Guido"], { stdio: ["pipe", "pipe", "ignore"] });
  try {
    const lines = createInterface(python.stdout)[Symbol.asyncIterator]();
    const nextLine = async () => (await lines.next()).value;
    const toAda = readTexts(ada.messages());
    expect(await nextLine()).toContain("Online users: Ada, Bob");
    await ada.send("Guido", "héllo 👋");
    expect(await nextLine()).toBe("Ada -> Guido: héllo 👋");
    python.stdin.write("Ada göod day\n");
    expect(await toAda.next()).toBe("göod day");
    await bob.shout("to all");
    expect(await nextLine()).toBe("Bob -> Everyone: to all");
    expect(await toAda.next()).toBe("to all");
    python.stdin.write("quit\n");
    await once(python, "exit", { signal: AbortSignal.timeout(PATIENCE_MS) });
    expect((await ada.list()).names).toEqual(["Bob"]);
  } finally {
    python.kill("SIGKILL");
  }
});

it("asks an endpoint of the server's own, among requests of the contract", async () => {
  const double: Endpoint = {
    name: "/double",
    summary: "Double a number.",
    handle: ({ text, reply }) => reply(`${2 * Number(text)}`),
  };
  await using server = await startNode({ endpoints: [double] });
  await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
  const answers = await Promise.all([ada.request("/double", "21"), ada.time(), ada.request("/double", "4")]);
  expect(answers).toEqual(["42", expect.stringMatching(/^\d\d:/), "8"]);
});

it("does not send to an endpoint what is no request", async () => {
  await using server = await startNode();
  await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
  await expect(ada.send("/list", "")).rejects.toThrow("request");
  expect(await ada.list()).toMatchObject({ count: 0 });
});

it("goes by its name as the server has it", async () => {
  await using server = await startNode();
  await using ada = await ChatClient.connect({ name: " Ada ", port: server.address().port });
  expect(ada.name).toBe("Ada");
});

it("tells notices apart from answers", async () => {
  await using server = await startNode();
  await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port, reconnect: false });
  const notice = next(ada, "notice");
  await server.close();
  expect(await notice).toEqual({ text: serverTexts.shuttingDown.write() });
});

it("shows the traffic as it goes over the wire", async () => {
  await using server = await startNode();
  await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
  const traffic = record(ada, "traffic");
  await ada.send("Ada", "é");
  await next(ada, "message");
  const line = '{"from": {"name": "Ada", "ip": "127.0.0.1"}, "to": "Ada", "msg": "\\u00e9"}\n';
  expect(traffic.map(({ direction, bytes }) => [direction, Buffer.from(bytes).toString()])).toEqual([
    ["out", line],
    ["in", line],
  ]);
});

it("gives a slow loop every message, and stops reading while it is far behind", async () => {
  await using server = await startNode({ limits: { messageBurst: 100_000, messagesPerSecond: 100_000 } });
  const { port } = server.address();
  await using ada = await ChatClient.connect({ name: "Ada", port });
  await using bob = await ChatClient.connect({ name: "Bob", port });
  const toBob = readTexts(bob.messages());
  const read = record(bob, "message");
  const texts = Array.from({ length: 3_000 }, (_, index) => `message ${index}`);
  for (const text of texts) await ada.send("Bob", text);
  await ada.time();
  await eventually(() => expect(read.length).toBeGreaterThanOrEqual(1_000));
  // One read of the socket more than the 1,000 that may wait.
  expect(read.length).toBeLessThan(2_500);
  expect(await toBob.take(3_000)).toEqual(texts);
});

it("ends a loop that is left, and goes on without it", async () => {
  await using server = await startNode();
  await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
  await ada.send("Ada", "one");
  for await (const { msg } of ada.messages()) {
    expect(msg).toBe("one");
    break;
  }
  await ada.send("Ada", "two");
  expect(await next(ada, "message")).toMatchObject({ msg: "two" });
});
