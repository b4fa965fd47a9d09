import { getEventListeners } from "node:events";
import { InvalidMessageError } from "@chat/protocol";
import { describe, expect, it, vi } from "vitest";
import {
  ChatClient,
  ClientClosedError,
  ConnectionLostError,
  MessageTooLargeError,
  NotConnectedError,
  type ReconnectOptions,
  type SentMessage,
  UsernameTakenError,
} from "../src/index.ts";
import { eventually, next, nextWhere, readTexts, record, startNode } from "./chat-setup.ts";
import { startRelay } from "./flaky-relay.ts";

const QUICK: ReconnectOptions = { baseDelayMs: 2, maxDelayMs: 20, nameHeldMs: 60_000 };

const RESTARTS = 50;

it("tells of every message what became of it, though the server is killed 50 times", { timeout: 60_000 }, async () => {
  const anySignal = vi.spyOn(AbortSignal, "any");
  const resourcesBefore = process.getActiveResourcesInfo();
  let node = await startNode();
  const { port } = node.address();
  const ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK });
  const bob = await ChatClient.connect({ name: "Bob", port, reconnect: QUICK });
  const received = record(bob, "message");
  const disconnected = record(ada, "disconnected");
  const undeliverable = record(ada, "undeliverable");
  const confirmed = record(ada, "confirmed");
  const tries = record(ada, "reconnecting");
  const listenersBefore = listenerCounts(ada);
  const sent: SentMessage[] = [];

  async function sendSome(count: number): Promise<void> {
    for (let index = 0; index < count; index++) sent.push(await ada.send("Bob", `message ${sent.length}`));
  }

  for (let restart = 0; restart < RESTARTS; restart++) {
    await sendSome(10);
    // Bob's own answer comes after what was delivered to him.
    await ada.time();
    await bob.time();
    await sendSome(5);
    const lost = next(ada, "disconnected");
    const back = Promise.all([next(ada, "reconnected"), next(bob, "reconnected")]);
    await node.close({ graceMs: 0 });
    await lost;
    await sendSome(3);
    node = await startNode({ port });
    await back;
  }
  await ada.time();
  await bob.time();

  const confirmedMessages = confirmed.flatMap(({ messages }) => messages);
  const unconfirmedMessages = disconnected.flatMap(({ unconfirmed }) => unconfirmed);
  const undeliverableMessages = undeliverable.map(({ message }) => message);
  const told = [...confirmedMessages, ...unconfirmedMessages, ...undeliverableMessages];
  expect(sent).toHaveLength(RESTARTS * 18);
  expect(told.toSorted((one, other) => one.id - other.id)).toEqual(sent);

  const delivered = received.map(({ msg }) => msg);
  const deliveredOnce = new Set(delivered);
  expect(deliveredOnce.size).toBe(delivered.length);
  expect(confirmedMessages.filter(({ text }) => !deliveredOnce.has(text))).toEqual([]);
  expect(undeliverableMessages.filter(({ text }) => deliveredOnce.has(text))).toEqual([]);
  expect(confirmedMessages.length).toBeGreaterThanOrEqual(RESTARTS * 10);

  expect(disconnected).toHaveLength(RESTARTS);
  for (const { attempt, delayMs } of tries) {
    expect(delayMs).toBeLessThanOrEqual(Math.min(QUICK.maxDelayMs, QUICK.baseDelayMs * 2 ** (attempt - 1)));
  }

  expect(listenerCounts(ada)).toEqual(listenersBefore);
  const signals = new Set(anySignal.mock.calls.flatMap(([given]) => [...given]));
  expect([...signals].flatMap((signal) => getEventListeners(signal, "abort"))).toEqual([]);
  await Promise.all([ada.close(), bob.close()]);
  await node.close({ graceMs: 0 });
  await eventually(() => expect(findAdded(resourcesBefore, process.getActiveResourcesInfo())).toEqual([]));
});

/** Finds what there is more of than before. Less is no fault: the test runner's own timers come and go. */
function findAdded(before: readonly string[], after: readonly string[]): string[] {
  const known = [...before];
  return after.filter((kind) => {
    const index = known.indexOf(kind);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

function listenerCounts(client: ChatClient): Record<string, number> {
  return Object.fromEntries(client.eventNames().map((name) => [name, client.listenerCount(name)]));
}

describe("a lost connection", () => {
  it("comes back to its name, which the dead connection holds for a while", async () => {
    await using server = await startNode();
    await using relay = await startRelay(server.address().port);
    await using ada = await ChatClient.connect({ name: "Ada", port: relay.port, reconnect: QUICK });
    relay.cut();
    await nextWhere(ada, "reconnecting", ({ error }) => error instanceof UsernameTakenError);
    const back = next(ada, "reconnected");
    relay.release();
    expect((await back).others).toEqual({ count: 0, names: [], complete: true });
    expect(ada.state).toEqual({ kind: "online", serverKind: "framing" });
  });

  it("gives up a name that is held for longer than a dead connection would", async () => {
    await using server = await startNode();
    await using relay = await startRelay(server.address().port);
    await using ada = await ChatClient.connect({
      name: "Ada",
      port: relay.port,
      reconnect: { ...QUICK, nameHeldMs: 50 },
    });
    const closed = next(ada, "closed");
    relay.cut();
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
    const ada = await ChatClient.connect({ name: "Ada", port, reconnect: QUICK, maxKeptMessages: 2 });
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
