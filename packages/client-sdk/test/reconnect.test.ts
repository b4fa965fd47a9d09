import type { Socket } from "node:net";
import { InvalidMessageError } from "@chat/protocol";
import { OriginalServer, startScriptedServer, TcpProxy } from "@chat/testing";
import { describe, expect, it, vi } from "vitest";
import {
  ChatClient,
  ClientClosedError,
  ConnectionLostError,
  MessageTooLargeError,
  NotConnectedError,
  type ReconnectOptions,
  RemovedByOperatorError,
  type SentMessage,
  UsernameTakenError,
  WrongServerError,
} from "../src/index.ts";
import { eventually, next, nextWhere, readTexts, record, startNode } from "./chat-setup.ts";
import { loseClients } from "./lose-clients.ts";
import { startMemoryServer } from "./memory-server.ts";
import { answerWith, fromServer, WELCOME } from "./server-words.ts";

const QUICK: ReconnectOptions = { baseDelayMs: 2, maxDelayMs: 20, nameHeldMs: 60_000 };

/** Waits for longer than any test does. */
const PATIENT: ReconnectOptions = { baseDelayMs: 1e9, maxDelayMs: 1e9, nameHeldMs: 60_000 };

/** A connection that stays open in one direction when the other is shut down. */
const HALF_OPEN = { allowHalfOpen: true };

describe("a lost connection", () => {
  it("comes back to its name, which the dead connection holds for a while", async () => {
    await using server = await startNode();
    await using proxy = await TcpProxy.start(server.address());
    await using ada = await ChatClient.connect({ name: "Ada", port: proxy.port, reconnect: QUICK });
    const letServerNotice = loseClients(proxy);
    await nextWhere(ada, "reconnecting", ({ error }) => error instanceof UsernameTakenError);
    const back = next(ada, "reconnected");
    letServerNotice();
    expect((await back).others).toEqual({ count: 0, names: [], complete: true });
    expect(ada.state).toMatchObject({ kind: "online", serverKind: "framing" });
  });

  it("gives up a name that is held for longer than a dead connection would", async () => {
    await using server = await startNode();
    await using proxy = await TcpProxy.start(server.address());
    await using ada = await ChatClient.connect({
      name: "Ada",
      port: proxy.port,
      reconnect: { ...QUICK, nameHeldMs: 50 },
    });
    const closed = next(ada, "closed");
    loseClients(proxy);
    const { error } = await closed;
    expect(error).toBeInstanceOf(UsernameTakenError);
    expect(ada.state).toEqual({ kind: "closed", error });
  });

  it("is not tried again when the option says never", async () => {
    await using server = await startNode();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port, reconnect: false });
    const sent = await ada.send("Ada", "hello");
    const [disconnected, closed] = [next(ada, "disconnected"), next(ada, "closed")];
    await server.close({ graceMs: 0 });
    expect(await disconnected).toMatchObject({ unconfirmed: [sent] });
    expect((await closed).error).toBeInstanceOf(ConnectionLostError);
    await expect(ada.send("Ada", "late")).rejects.toBeInstanceOf(ClientClosedError);
  });

  it("is noticed when the server ends it in peace: it says so, and shuts down its side", async () => {
    const first = await startNode();
    const { port } = first.address();
    await using ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK });
    const notices = record(ada, "notice");
    const lost = next(ada, "disconnected");
    await first.close();
    expect((await lost).error).toBeInstanceOf(ConnectionLostError);
    expect(notices).toEqual([{ text: "Server is shutting down" }]);
    const back = next(ada, "reconnected");
    await using _second = await startNode({ port });
    await back;
    expect(await ada.time()).toMatch(/^\d\d:/);
  });

  it("is not tried again after an operator has removed the user [C-76]", async () => {
    const text = "⛔ Error: You were disconnected: removed by an operator: too loud.";
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => socket.end(`${WELCOME}\n${fromServer(text)}\n`));
    });
    const notices: string[] = [];
    const tries: number[] = [];
    const closed = Promise.withResolvers<unknown>();
    await using ada = await ChatClient.connect({
      name: "Ada",
      port: server.port,
      reconnect: QUICK,
      listen: (client) => {
        client.on("notice", (notice) => notices.push(notice.text));
        client.on("reconnecting", ({ attempt }) => tries.push(attempt));
        client.on("closed", (end) => closed.resolve(end.error));
      },
    });
    expect(await closed.promise).toBeInstanceOf(RemovedByOperatorError);
    expect(ada.state).toMatchObject({ kind: "closed", error: { message: text } });
    expect([notices, tries]).toEqual([[text], []]);
  });

  it("is over for good when the operator's words come with a reset, and the client writes on [C-34] [C-76]", async () => {
    const text = "⛔ Error: You were disconnected: removed by an operator.";
    const serverEnd = Promise.withResolvers<Socket>();
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => {
        socket.pause();
        socket.write(`${WELCOME}\n`);
        serverEnd.resolve(socket);
      });
    });
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: QUICK });
    const [notices, closed] = [record(ada, "notice"), next(ada, "closed")];
    const send = () => ada.send("Bob", "hello").catch(() => undefined);
    const peer = await serverEnd.promise;
    void send();
    await new Promise(setImmediate);
    // It closes without having read what the client sent, so the system resets the connection.
    peer.write(`${fromServer(text)}\n`);
    peer.destroy();
    for (let count = 0; count < 10; count++) void send();
    expect((await closed).error).toBeInstanceOf(RemovedByOperatorError);
    expect(notices).toEqual([{ text }]);
  });

  it("comes back after any other last words [C-90]", async () => {
    const text = "⛔ Error: You were disconnected: you read more slowly than messages came.";
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => socket.end(`${WELCOME}\n${fromServer(text)}\n`));
    });
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: QUICK });
    expect(await next(ada, "reconnecting")).toMatchObject({ attempt: 1, error: { code: "CONNECTION_LOST" } });
  });

  it("is noticed when the server only shuts down its side, and never closes", async () => {
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => socket.end(`${WELCOME}\n`));
    }, HALF_OPEN);
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: false });
    if (ada.state.kind === "online") await next(ada, "disconnected");
    expect(ada.state).toMatchObject({ kind: "closed", error: { code: "CONNECTION_LOST" } });
  });

  it("is not online any more when the program hears of it", async () => {
    const server = await startNode();
    const { port } = server.address();
    await using ada = await ChatClient.connect({ name: "Ada", port, reconnect: PATIENT });
    const state = new Promise((resolve) => ada.once("disconnected", () => resolve(ada.state)));
    const reconnecting = next(ada, "reconnecting");
    await server.close({ graceMs: 0 });
    expect(await state).toMatchObject({ kind: "waiting", attempt: 1 });
    expect(await reconnecting).toMatchObject({ attempt: 1, error: { code: "CONNECTION_LOST" } });
  });

  it("is tried again at once when the program says so", async () => {
    const first = await startNode();
    const { port } = first.address();
    await using ada = await ChatClient.connect({ name: "Ada", port, reconnect: PATIENT });
    const tries = record(ada, "reconnecting");
    const firstTry = next(ada, "reconnecting");
    await first.close({ graceMs: 0 });
    await firstTry;
    // Nobody listens: the try fails, and the next wait begins.
    const secondTry = next(ada, "reconnecting");
    ada.reconnectNow();
    await secondTry;
    await using _second = await startNode({ port });
    const back = next(ada, "reconnected");
    ada.reconnectNow();
    await back;
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2]);
    // Neither does it harm when there is nothing to wait for.
    ada.reconnectNow();
    expect(await ada.time()).toMatch(/^\d\d:/);
  });

  it("is tried again at once even when the program says so while it hears of the wait", async () => {
    await using server = await startNode();
    await using proxy = await TcpProxy.start(server.address());
    await using ada = await ChatClient.connect({ name: "Ada", port: proxy.port, reconnect: PATIENT });
    ada.on("reconnecting", () => ada.reconnectNow());
    const back = next(ada, "reconnected");
    loseClients(proxy)();
    await back;
  });

  it("waits ever longer for a server that welcomes and hangs up again and again", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValue(1);
    try {
      const server = startMemoryServer((stream) => {
        stream.once("data", () => stream.end(`${WELCOME}\n`));
      });
      const reconnect = { ...QUICK, baseDelayMs: 1, maxDelayMs: 60_000 };
      const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect });
      const tries = record(ada, "reconnecting");
      await eventually(() => expect(tries.length).toBeGreaterThanOrEqual(7));
      await ada.close({ signal: AbortSignal.abort() });
      expect(tries.slice(0, 7).map(({ attempt, delayMs }) => [attempt, delayMs])).toEqual([
        [1, 1],
        [1, 2],
        [1, 4],
        [1, 8],
        [1, 16],
        [1, 32],
        [1, 64],
      ]);
    } finally {
      random.mockRestore();
    }
  });

  it("ends for good when something else answers there", async () => {
    await using server = await startNode();
    await using proxy = await TcpProxy.start(server.address());
    await using stranger = await startScriptedServer(answerWith("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const ada = await ChatClient.connect({ name: "Ada", port: proxy.port, reconnect: QUICK });
    const closed = next(ada, "closed");
    const kept = new Promise<SentMessage>((resolve) =>
      ada.once("disconnected", () => resolve(ada.send("Ada", "kept"))),
    );
    proxy.redirect(stranger);
    loseClients(proxy);
    const { error, unsent } = await closed;
    expect(error).toBeInstanceOf(WrongServerError);
    expect(error?.message).toBe("This is no chat server: it is a web server (HTTP).");
    expect(unsent).toEqual([await kept]);
  });

  it("is not tried again after close, which ends the wait at once", async () => {
    await using server = await startNode();
    const reconnect = { ...QUICK, baseDelayMs: 1_000_000, maxDelayMs: 1_000_000 };
    const ada = await ChatClient.connect({ name: "Ada", port: server.address().port, reconnect });
    const waiting = next(ada, "reconnecting");
    await server.close({ graceMs: 0 });
    await waiting;
    await ada.close();
    expect(ada.state).toEqual({ kind: "closed", error: null });
  });
});

describe("while the connection is away", () => {
  it("keeps messages, and sends them in order before anything newer", async () => {
    const first = await startNode();
    const { port } = first.address();
    await using ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK });
    const toAda = readTexts(ada.messages());
    const lost = next(ada, "disconnected");
    await first.close({ graceMs: 0 });
    await lost;
    const texts = Array.from({ length: 20 }, (_, index) => `kept ${index}`);
    for (const text of texts) await ada.send("Ada", text);
    const back = next(ada, "reconnected");
    await using _second = await startNode({ port });
    await back;
    await ada.send("Ada", "newer");
    expect(await toAda.take(21)).toEqual([...texts, "newer"]);
  });

  it("answers a request made right after it came back, behind what was kept", async () => {
    const first = await startNode();
    const { port } = first.address();
    await using ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK });
    const confirmed = record(ada, "confirmed");
    const lost = next(ada, "disconnected");
    await first.close({ graceMs: 0 });
    await lost;
    const messages = [await ada.send("Ada", "one"), await ada.send("Ada", "two"), await ada.send("Ada", "three")];
    const asked = new Promise<string>((resolve) => ada.once("reconnected", () => resolve(ada.time())));
    await using _second = await startNode({ port });
    expect(await asked).toMatch(/^\d\d:/);
    expect(confirmed).toEqual([{ messages }]);
  });

  it("sends what was kept before anything that the program sends when it hears that it is back", async () => {
    const first = await startNode();
    const { port } = first.address();
    await using ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK });
    const toAda = readTexts(ada.messages());
    const lost = next(ada, "disconnected");
    await first.close({ graceMs: 0 });
    await lost;
    let count = 0;
    ada.on("traffic", ({ direction, bytes }) => {
      const isHandshake = Buffer.from(bytes).toString() === "Ada\n";
      if (direction === "out" && !isHandshake && count < 3) void ada.send("Ada", `at traffic ${count++}`);
    });
    ada.on("state", ({ kind }) => void (kind === "online" && ada.send("Ada", "at state")));
    ada.on("reconnected", () => void ada.send("Ada", "at reconnected"));
    for (const text of ["one", "two", "three"]) await ada.send("Ada", text);
    await using _second = await startNode({ port });
    const texts = await toAda.take(8);
    expect(texts.filter((text) => !text.startsWith("at"))).toEqual(["one", "two", "three"]);
    expect(texts.slice(0, 3)).toEqual(["one", "two", "three"]);
    expect(texts.filter((text) => text.startsWith("at traffic"))).toEqual([0, 1, 2].map((at) => `at traffic ${at}`));
    expect(texts.indexOf("at state")).toBeLessThan(texts.indexOf("at reconnected"));
    await ada.time();
    expect(ada.unconfirmed).toEqual([]);
  });

  it("keeps so many bytes of messages, half of what may wait for a server", async () => {
    const first = await startNode();
    const { port } = first.address();
    const options = { name: "Ada", port, reconnect: QUICK, maxQueuedBytes: 100_000 };
    await using ada = await ChatClient.connect(options);
    const toAda = readTexts(ada.messages());
    const lost = next(ada, "disconnected");
    await first.close({ graceMs: 0 });
    await lost;
    await ada.send("Ada", `one ${"x".repeat(20_000)}`);
    await ada.send("Ada", `two ${"x".repeat(20_000)}`);
    await expect(ada.send("Ada", `three ${"x".repeat(20_000)}`)).rejects.toBeInstanceOf(NotConnectedError);
    const back = next(ada, "reconnected");
    await using _second = await startNode({ port });
    await back;
    // Whoever waits for each send is never refused.
    await ada.send("Ada", `four ${"x".repeat(40_000)}`);
    expect((await toAda.take(3)).map((text) => text.split(" ")[0])).toEqual(["one", "two", "four"]);
  });

  it("tells what was kept and is too large for the server that came instead", async () => {
    const framing = await startNode();
    await using proxy = await TcpProxy.start(framing.address());
    await using ada = await ChatClient.connect({ name: "Ada", port: proxy.port, reconnect: PATIENT });
    const undeliverable = record(ada, "undeliverable");
    const toAda = readTexts(ada.messages());
    const waiting = next(ada, "reconnecting");
    loseClients(proxy);
    await waiting;
    await framing.close({ graceMs: 0 });
    await using original = await OriginalServer.start({ readsLines: true });
    proxy.redirect(original);
    await ada.send("Ada", "one");
    const large = await ada.send("Ada", "x".repeat(2_000));
    await ada.send("Ada", "three");
    ada.reconnectNow();
    expect(await toAda.take(2)).toEqual(["one", "three"]);
    expect(undeliverable).toMatchObject([{ message: large, reason: "too-large" }]);
    expect(ada.state).toMatchObject({ kind: "online", serverKind: "original" });
  });

  it("refuses at once what no server takes", async () => {
    const server = await startNode();
    const { port } = server.address();
    await using ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK });
    const lost = next(ada, "disconnected");
    await server.close({ graceMs: 0 });
    await lost;
    await expect(ada.send("Ada", "x".repeat(65_536))).rejects.toBeInstanceOf(MessageTooLargeError);
    await expect(ada.send("Ada", "\ud83d")).rejects.toBeInstanceOf(InvalidMessageError);
  });

  it("rejects messages when the option says so, and requests always", async () => {
    const server = await startNode();
    const { port } = server.address();
    await using ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK, whileAway: "reject" });
    const lost = next(ada, "disconnected");
    await server.close({ graceMs: 0 });
    await lost;
    await expect(ada.send("Ada", "now?")).rejects.toBeInstanceOf(NotConnectedError);
    await expect(ada.time()).rejects.toBeInstanceOf(NotConnectedError);
  });

  it("keeps so many messages and no more, and gives them back when it is closed", async () => {
    const server = await startNode();
    const { port } = server.address();
    const ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK, maxOfflineMessages: 2 });
    const lost = next(ada, "disconnected");
    await server.close({ graceMs: 0 });
    await lost;
    const kept = [await ada.send("Ada", "one"), await ada.send("Ada", "two")];
    await expect(ada.send("Ada", "three")).rejects.toBeInstanceOf(NotConnectedError);
    const closed = next(ada, "closed");
    await ada.close();
    expect(await closed).toEqual({ error: null, unconfirmed: [], unsent: kept });
  });
});
