import { asciiJsonBytes } from "@chat/protocol";
import { OriginalServer, TcpProxy, TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import {
  ChatClient,
  ConnectionLostError,
  MessageTooLargeError,
  NoAnswerError,
  type ReconnectOptions,
  UsernameTakenError,
} from "../src/index.ts";
import { eventually, failureOf, fakeClock, next, readTexts, record } from "./chat-setup.ts";
import { loseClients } from "./lose-clients.ts";
import { startMemoryServer } from "./memory-server.ts";
import { fromServer, WELCOME } from "./server-words.ts";

const QUICK: ReconnectOptions = { baseDelayMs: 2, maxDelayMs: 20, nameHeldMs: 60_000 };

/** Joins with names as long as names get, so that a welcome that names them all takes many reads. */
async function joinCrowd(port: number, count: number, stack: AsyncDisposableStack): Promise<string[]> {
  const names: string[] = [];
  for (let index = 0; index < count; index++) {
    const name = `user ${index} ${"é".repeat(16)} ${"x".repeat(10)}`;
    const peer = stack.use(await TestPeer.connect({ port }));
    peer.write(name);
    await peer.next();
    names.push(name);
  }
  return names;
}

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
    // On a busy machine two may arrive together, and are lost.
    await eventually(() => expect(server.reads.at(-1)?.text).toContain("message 19"));
    const lostTexts = server.lost.map(({ msg }) => msg);
    const deliveredTexts = texts.filter((text) => !lostTexts.includes(text));
    expect(await toAda.take(deliveredTexts.length)).toEqual(deliveredTexts);
    const gaps = server.reads.slice(1).map(({ at }, index) => at - (server.reads[index]?.at ?? 0));
    // Each read is late by what the event loop was busy with: the mean tells the rhythm, a single gap does not.
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeGreaterThanOrEqual(19);
  });

  it("refuses a message of more than 1,024 bytes before it is sent, and sends the largest that fits", async () => {
    await using server = await OriginalServer.start({ readsLines: true });
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
    const server = await OriginalServer.start({ readsLines: true });
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: false });
    const disconnected = next(ada, "disconnected");
    const sends = Array.from({ length: 10 }, (_, index) => ada.send("Ada", `message ${index}`));
    const requests = [ada.time(), ada.list()].map((request) => request.catch((error: unknown) => error));
    await server[Symbol.asyncDispose]();
    const sent = await Promise.all(sends);
    expect((await disconnected).unconfirmed).toEqual(sent);
    for (const error of await Promise.all(requests)) expect(error).toBeInstanceOf(ConnectionLostError);
  });

  it("reads answers that no newline ends, however many come in one read", async () => {
    await using server = await OriginalServer.start({ readsLines: true });
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    await using bob = await TestPeer.connect({ port: server.port });
    bob.write("Bob");
    await bob.next();
    const traffic = record(ada, "traffic");
    const toAda = readTexts(ada.messages());
    const texts = Array.from({ length: 10 }, (_, index) => `} { message ${index} "\\`);
    for (const text of texts) {
      bob.send("Bob", "Ada", text);
      const { length } = server.reads;
      while (server.reads.length === length) await new Promise(setImmediate);
    }
    expect(await toAda.take(10)).toEqual(texts);
    expect(await ada.list()).toMatchObject({ names: ["Bob"] });
    const bytes = traffic.filter(({ direction }) => direction === "in").map(({ bytes }) => Buffer.from(bytes));
    expect(Buffer.concat(bytes).includes("\n")).toBe(false);
  });

  it("reads a welcome that names all users, however long it is", async () => {
    await using crowd = new AsyncDisposableStack();
    await using server = await OriginalServer.start({ readsLines: true });
    const names = await joinCrowd(server.port, 600, crowd);
    await using proxy = await TcpProxy.start(server);
    await using ada = await ChatClient.connect({ name: "Ada", port: proxy.port, reconnect: QUICK });
    const back = next(ada, "reconnected");
    loseClients(proxy)();
    expect((await back).others).toEqual({ count: 600, names, complete: true });
    expect(await ada.list()).toEqual({ count: 600, names, complete: true });
    expect(asciiJsonBytes(names.join(", "))).toBeGreaterThan(65_536);
  });

  it("understands the refusal of a name in use, in the words of the original", async () => {
    await using server = await OriginalServer.start({ readsLines: true });
    await using _ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const error = await failureOf(ChatClient.connect({ name: "Ada", port: server.port }));
    expect(error).toBeInstanceOf(UsernameTakenError);
    expect(error).toMatchObject({ message: "⛔ Error: Username already in! Try with another name." });
  });

  it.each(["Nessuno", "x".repeat(100), "it's", "Everyone", "SERVER", "Guest"])(
    "understands in Italian that nobody is called %s",
    async (name) => {
      await using server = await OriginalServer.start({ readsLines: true });
      await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
      const undeliverable = record(ada, "undeliverable");
      const traffic = record(ada, "traffic");
      const message = await ada.send(name, "ciao");
      await ada.time();
      expect(undeliverable).toMatchObject([{ message, reason: "not-found" }]);
      const [answer] = traffic.filter(({ direction }) => direction === "in");
      expect(Buffer.from(answer?.bytes ?? "").toString()).toContain(`\\u274c Errore: Utente '${name}' non trovato.`);
    },
  );

  it("fails a request that the server has lost, and goes on with the next", async () => {
    let isLosing = true;
    const server = startMemoryServer((stream) => {
      stream.once("data", () => {
        stream.write(WELCOME);
        stream.on("data", () => {
          if (!isLosing) stream.write(fromServer("Server time: 10:00:00"));
        });
      });
    });
    const ada = await ChatClient.connect({
      name: "Ada",
      transport: server.transport,
      requestTimeoutMs: 5_000,
      reconnect: false,
    });
    const sent = await ada.send("Bob", "hello");
    using clock = fakeClock();
    const time = failureOf(ada.time());
    await clock.advance(6_000);
    const error = await time;
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ code: "NO_ANSWER", isRetryable: true });
    expect(ada.unconfirmed).toEqual([sent]);
    isLosing = false;
    const next = ada.time();
    await clock.advance(2_000);
    expect(await next).toBe("10:00:00");
    expect(ada.unconfirmed).toEqual([]);
    await ada.close({ signal: AbortSignal.abort() });
  });

  it("tells a request that was lost by the answer to the one behind it", async () => {
    const server = startMemoryServer((stream) => {
      stream.once("data", () => {
        stream.write(WELCOME);
        stream.on("data", (read) => {
          if (read.includes("/time")) stream.write(fromServer("Server time: 10:00:00"));
        });
      });
    });
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
    const list = failureOf(ada.list());
    expect(await ada.time()).toBe("10:00:00");
    expect(await list).toBeInstanceOf(NoAnswerError);
    await ada.close({ signal: AbortSignal.abort() });
  });

  it("counts the time of a request from when it is written, not while it waits for its turn", async () => {
    await using server = await OriginalServer.start({ readsLines: true });
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port, requestTimeoutMs: 1_000 });
    using clock = fakeClock();
    const sends = Array.from({ length: 60 }, (_, index) => ada.send("Ada", `message ${index}`));
    // It is written after 1,200 ms.
    const time = ada.time();
    await clock.advance(1_220);
    expect(await time).toMatch(/^\d\d:/);
    await Promise.all(sends);
  });
});
