import { OriginalServer, startScriptedServer, TcpProxy } from "@chat/testing";
import { describe, expect, it, vi } from "vitest";
import { ChatClient, ClientClosedError, type ClientEvents, type ReconnectOptions } from "../src/index.ts";
import { eventually, failureOf, fakeClock, next, nextWhere, readTexts, record, startNode } from "./chat-setup.ts";
import { loseClients } from "./lose-clients.ts";
import { startMemoryServer } from "./memory-server.ts";
import { answerWith, WELCOME } from "./server-words.ts";

const QUICK: ReconnectOptions = { baseDelayMs: 2, maxDelayMs: 20, nameHeldMs: 60_000 };
const NEVER_BACK: ReconnectOptions = { ...QUICK, baseDelayMs: 1_000_000, maxDelayMs: 1_000_000 };

/** Closes without an end to the time that a close gives the server: it must not wait for that. */
async function closeUnhurried(client: ChatClient): Promise<void> {
  const { setTimeout } = globalThis;
  const setAnyTimeout = vi.spyOn(globalThis, "setTimeout");
  setAnyTimeout.mockImplementation(((callback: () => void, delayMs?: number) =>
    setTimeout(callback, delayMs === 6_000 ? 2 ** 31 - 1 : delayMs)) as typeof setTimeout);
  try {
    await client.close();
  } finally {
    setAnyTimeout.mockRestore();
  }
}

describe("close", () => {
  it("is not held up by a loop that is far behind", async () => {
    await using server = await startNode({ limits: { messageBurst: 100_000, messagesPerSecond: 100_000 } });
    const { port } = server.address();
    await using bob = await ChatClient.connect({ name: "Bob", port });
    const ada = await ChatClient.connect({ name: "Ada", port });
    const read = record(ada, "message");
    const toAda = readTexts(ada.messages());
    for (let index = 0; index < 3_000; index++) await bob.send("Ada", `message ${index}`);
    await bob.time();
    await eventually(() => expect(read.length).toBeGreaterThanOrEqual(1_000));
    await closeUnhurried(ada);
    expect(ada.state).toEqual({ kind: "closed", error: null });
    expect(await toAda.next()).toBe("message 0");
  });

  it("succeeds when the server breaks the connection instead of closing it", async () => {
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => socket.write(`${WELCOME}\n`));
      socket.on("end", () => socket.resetAndDestroy());
    });
    const ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const sent = await ada.send("Bob", "hello");
    const closed = next(ada, "closed");
    await ada.close();
    expect(await closed).toEqual({ error: null, unconfirmed: [sent], unsent: [] });
  });

  it("fails the requests that wait", async () => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport });
    const time = failureOf(ada.time());
    await ada.close({ signal: AbortSignal.abort() });
    expect(await time).toBeInstanceOf(ClientClosedError);
  });

  it("lets the requests before it be answered", async () => {
    await using server = await startNode();
    const ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
    const confirmed = record(ada, "confirmed");
    const sent = await ada.send("Ada", "hello");
    const time = ada.time();
    await ada.close();
    expect(await time).toMatch(/^\d\d:/);
    expect(confirmed).toEqual([{ messages: [sent] }]);
  });

  it("writes all that waits for its turn on an original server, however long that takes", async () => {
    await using server = await OriginalServer.start({ readsLines: true });
    const ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const traffic = record(ada, "traffic");
    using clock = fakeClock();
    // 400 turns of 20 ms are 8 s: more than the server gets to close.
    const sends = Array.from({ length: 400 }, (_, index) => ada.send("Bob", `message ${index}`));
    const closing = ada.close();
    await clock.advance(8_000);
    await Promise.all([...sends, closing]);
    expect(traffic.filter(({ direction }) => direction === "out")).toHaveLength(400);
  });

  it("gives the same end to whoever calls it twice", async () => {
    await using server = await startNode();
    const ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
    const closed = record(ada, "closed");
    await Promise.all([ada.close(), ada.close(), ada[Symbol.asyncDispose]()]);
    await ada.close();
    expect(closed).toHaveLength(1);
  });

  it("ends a try that is in its handshake", async () => {
    await using server = await startNode();
    await using proxy = await TcpProxy.start(server.address());
    const ada = await ChatClient.connect({ name: "Ada", port: proxy.port, reconnect: QUICK });
    await using mute = await startScriptedServer((socket) => socket.resume());
    proxy.redirect(mute);
    const connecting = nextWhere(ada, "state", ({ kind }) => kind === "connecting");
    loseClients(proxy);
    await connecting;
    while (mute.sockets.size === 0) await new Promise(setImmediate);
    const states = record(ada, "state");
    await closeUnhurried(ada);
    expect(states).toEqual([{ kind: "closed", error: null }]);
    const [socket] = mute.sockets;
    await eventually(() => expect(socket?.readyState).not.toBe("open"));
  });

  it.each(["disconnected", "reconnecting", "state"] satisfies (keyof ClientEvents)[])(
    "may be called by whoever hears %s when the connection is lost",
    async (event) => {
      const server = await startNode();
      const ada = await ChatClient.connect({ name: "Ada", port: server.address().port, reconnect: NEVER_BACK });
      const states = record(ada, "state");
      const closed = record(ada, "closed");
      const closing = new Promise<void>((resolve) => ada.once(event, () => resolve(ada.close())));
      await server.close({ graceMs: 0 });
      await closing;
      expect(closed).toHaveLength(1);
      expect(states.at(-1)).toEqual({ kind: "closed", error: null });
    },
  );

  it.each(["reconnected", "state"] satisfies (keyof ClientEvents)[])(
    "may be called by whoever hears %s when the connection is back",
    async (event) => {
      const first = await startNode();
      const { port } = first.address();
      const ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK });
      const lost = next(ada, "disconnected");
      await first.close({ graceMs: 0 });
      await lost;
      const closing = new Promise<void>((resolve) => {
        ada.on(event, () => {
          if (ada.state.kind === "online") resolve(ada.close());
        });
      });
      await using second = await startNode({ port });
      await closing;
      expect(ada.state).toEqual({ kind: "closed", error: null });
      await eventually(() => expect(second.userCount).toBe(0));
    },
  );

  it("may be called before the first try, which then fails", async () => {
    await using server = await startNode();
    const failure = failureOf(
      ChatClient.connect({ name: "Ada", port: server.address().port, listen: (chat) => void chat.close() }),
    );
    expect(await failure).toBeInstanceOf(ClientClosedError);
    expect(server.connectionCount).toBe(0);
  });
});
