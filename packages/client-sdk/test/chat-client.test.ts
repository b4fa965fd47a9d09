import { serverTexts } from "@chat/protocol";
import type { Endpoint } from "@chat/server";
import { OriginalServer, startScriptedServer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import {
  ChatClient,
  ClientClosedError,
  type ConnectionState,
  RequestFailedError,
  UsernameTakenError,
} from "../src/index.ts";
import { eventually, next, readTexts, record, startNode } from "./chat-setup.ts";
import { hasIPv6 } from "./ipv6.ts";
import { WELCOME } from "./server-words.ts";

/** Starts either server. What a test says of both holds wherever a client connects. */
const servers = [
  {
    kind: "framing",
    async start() {
      const node = await startNode();
      return { port: node.address().port, [Symbol.asyncDispose]: () => node.close({ graceMs: 0 }) };
    },
  },
  { kind: "original", start: () => OriginalServer.start({ readsLines: true }) },
] as const;

describe.each(servers)("on a $kind server", ({ kind, start }) => {
  it("learns what kind of server it is", async () => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    expect(ada.state).toMatchObject({ kind: "online", serverKind: kind });
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
    expect(undeliverable).toMatchObject([{ message: lost, reason: "not-found" }]);
    expect(confirmed).toEqual([{ messages: [first, last] }]);
    expect(ada.unconfirmed).toEqual([]);
  });

  it.each([
    "Everyone",
    "SERVER",
    "Guest",
    "x".repeat(65),
    `${"é".repeat(31)}x👋👋`,
    "it's",
    "two  spaces",
    "a\nb",
    "a', 'b' not found.",
    "…",
    "",
    "\u202e{}",
  ])("finds out that nobody is called %j", async (to) => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const undeliverable = record(ada, "undeliverable");
    const notices = record(ada, "notice");
    const before = await ada.send("Ada", "before");
    const message = await ada.send(to, "hello?");
    await ada.send("Ada", "behind");
    await ada.time();
    expect(before.id).toBe(message.id - 1);
    expect(undeliverable).toMatchObject([{ message, reason: "not-found" }]);
    // The server may explain the mistake; the answer itself is no notice.
    expect(notices.filter(({ text }) => !text.startsWith("Notice: "))).toEqual([]);
  });

  it("sends to a user whatever white space is around the name", async () => {
    await using server = await start();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const toAda = readTexts(ada.messages());
    expect(await ada.send(" \u3000Ada\u0085\n", "hello")).toEqual({ id: 1, to: "Ada", text: "hello" });
    expect(await toAda.next()).toBe("hello");
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

it.each([
  "Server time: 10:00:00",
  "Online users (1): Bob",
  "❌ Error: User 'Bob' not found.",
  "❌ Error: Unknown command '/other'. Send a message to /help for the list.",
  "⛔ Error: You can't do that.",
  "Welcome Ada! Connection established.",
  "",
])("takes whatever an endpoint of the server's own answers for its answer: %s", async (text) => {
  const echo: Endpoint = {
    name: "/echo",
    summary: "Answer the text.",
    handle: (context) => context.reply(context.text),
  };
  await using server = await startNode({ endpoints: [echo] });
  await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
  const undeliverable = record(ada, "undeliverable");
  const [answer, time, message] = await Promise.all([ada.request("/echo", text), ada.time(), ada.send("Bob", "hello")]);
  await ada.time();
  expect(answer).toBe(text);
  expect(time).toMatch(/^\d\d:/);
  expect(undeliverable).toMatchObject([{ message, reason: "not-found" }]);
});

it("fails a request whose endpoint fails", async () => {
  const broken: Endpoint = {
    name: "/broken",
    summary: "Fail.",
    handle: () => {
      throw new Error("out of order");
    },
  };
  await using server = await startNode({ endpoints: [broken] });
  await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
  await expect(ada.request("/broken")).rejects.toBeInstanceOf(RequestFailedError);
  await expect(ada.request("/broken")).rejects.toThrow("'/broken' failed");
});

it("waits for an endpoint for as long as it takes, when it may", async () => {
  const replies: ((text: string) => void)[] = [];
  const slow: Endpoint = {
    name: "/slow",
    summary: "Answer when told.",
    handle: ({ reply }) => void replies.push(reply),
  };
  await using server = await startNode({ endpoints: [slow] });
  const options = { name: "Ada", port: server.address().port, requestTimeoutMs: Number.POSITIVE_INFINITY };
  await using ada = await ChatClient.connect(options);
  const answer = ada.request("/slow");
  await eventually(() => expect(replies).toHaveLength(1));
  replies[0]?.("at last");
  expect(await answer).toBe("at last");
});

it("connects to a host by its name", async () => {
  await using server = await startNode();
  await using ada = await ChatClient.connect({ name: "Ada", host: "localhost", port: server.address().port });
  expect(await ada.time()).toMatch(/^\d\d:/);
});

it.skipIf(!hasIPv6)("connects over IPv6", async () => {
  await using server = await startNode({ host: "::1" });
  await using ada = await ChatClient.connect({ name: "Ada", host: "::1", port: server.address().port });
  const toAda = readTexts(ada.messages());
  await ada.send("Ada", "x".repeat(1_000));
  expect(await toAda.next()).toHaveLength(1_000);
});

it("lets a program listen from the first byte, and see each state", async () => {
  await using server = await startNode();
  const heard: string[] = [];
  const states: ConnectionState[] = [];
  const ada = await ChatClient.connect({
    name: "Ada",
    port: server.address().port,
    listen: (chat) => {
      states.push(chat.state);
      chat.on("state", (state) => states.push(state));
      chat.on("traffic", ({ direction, bytes }) => heard.push(`${direction} ${Buffer.from(bytes).toString()}`));
      // What is sent that early is kept until there is a connection.
      void chat.send("Ada", "early");
    },
  });
  expect((await next(ada, "message")).msg).toBe("early");
  await ada.close();
  expect(heard[0]).toBe("out Ada\n");
  expect(heard[1]).toMatch(/^in .*Welcome Ada!/);
  expect(states).toMatchObject([
    { kind: "idle" },
    { kind: "connecting", attempt: 1 },
    { kind: "online", serverKind: "framing" },
    { kind: "closed", error: null },
  ]);
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

it("tells direct messages, shouts and notices apart, in events and in loops", async () => {
  await using server = await startNode();
  const { port } = server.address();
  const ada = await ChatClient.connect({ name: "Ada", port, reconnect: false });
  await using bob = await ChatClient.connect({ name: "Bob", port });
  const events = [...(["message", "shout"] as const)].map((name) => next(ada, name));
  const messages = ada.messages();
  const direct = { kind: "direct", from: { name: "Bob", ip: "127.0.0.1" }, to: "Ada", msg: "hi" };
  const shout = { ...direct, kind: "shout", to: "Everyone", msg: "hi all" };
  await bob.send("Ada", "hi");
  await bob.shout("hi all");
  expect(await Promise.all(events)).toEqual([direct, shout]);
  await server.close();
  const received = [];
  for await (const message of messages) received.push(message);
  const notice = { kind: "notice", from: { name: "SERVER", ip: "0.0.0.0" }, to: "Ada", msg: "Server is shutting down" };
  expect(received).toEqual([direct, shout, notice]);
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

it("goes by the name of its welcome [C-33]", async () => {
  const asked = Promise.withResolvers<string>();
  await using server = await startScriptedServer((socket) => {
    socket.once("data", () => {
      socket.write(`${WELCOME}\n`);
      socket.on("data", (bytes) => asked.resolve(bytes.toString()));
    });
  });
  await using chat = await ChatClient.connect({ name: "ADA", port: server.port });
  expect(chat.name).toBe("Ada");
  await chat.send("Bob", "hi");
  expect(JSON.parse(await asked.promise)).toMatchObject({ from: { name: "Ada" } });
});
