import { once } from "node:events";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import type { ChatNodeEvents } from "../src/chat-node-events.ts";
import { eventually } from "./eventually.ts";
import { shareServers } from "./shared-servers.ts";
import { IS_IN_MEMORY, startTestServer } from "./test-server.ts";

shareServers();

/**
 * More than an outbox and the largest buffers of a kernel, 10 MB, take for a receiver that does not read; in memory there is less
 * room. Each message fills a write of its own, so that the messages that reach the receiver are those that the server counts as written.
 */
const MESSAGES = IS_IN_MEMORY ? 750 : 1_250;
const TEXT = "x".repeat(9_000);

const LIMITS = { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0, outboxStallTimeoutMs: 500 };
const BUSY = "❌ Error: 'Bob' can't take more messages right now. Try again later.";
const NOT_FOUND = "❌ Error: User 'Bob' not found.";

function flood(peer: TestPeer, name: string, count: number): void {
  const from = { name, ip: "" };
  for (let index = 0; index < count; index++) peer.write(JSON.stringify({ from, to: "Bob", msg: `${index} ${TEXT}` }));
}

/** Waits for an answer: everything that was sent before it has been processed, and refusals have been answered [C-69]. */
async function settle(peer: TestPeer, name: string): Promise<void> {
  const countAnswers = () => peer.messages.filter(({ msg }) => msg.startsWith("Server time: ")).length;
  const before = countAnswers();
  peer.send(name, "/time", "");
  await peer.waitFor(() => countAnswers() > before, "the answer");
}

function count(peer: TestPeer, text: string): number {
  return peer.messages.filter(({ msg }) => msg === text).length;
}

/** The counts in the notices that a peer's messages to Bob may not have arrived. */
function lostCounts(peer: TestPeer): number[] {
  return peer.messages.flatMap(({ msg }) => {
    const lost = /^❌ Error: (\d+) of your messages to 'Bob' may not have arrived\.$/.exec(msg)?.[1];
    return lost === undefined ? [] : [Number(lost)];
  });
}

/** Returns the messages that a peer got, by sender. */
function received(peer: TestPeer, sender: string): number[] {
  return peer.messages.filter(({ from }) => from.name === sender).map(({ msg }) => Number.parseInt(msg, 10));
}

describe("a receiver that does not read", () => {
  it("is cut off, and every message to it is delivered, refused or reported: exactly [C-70] [C-71] [C-72]", async () => {
    await using server = await startTestServer({ limits: LIMITS });
    const [ada, cleo, bob] = [await server.join("Ada"), await server.join("Cleo"), await server.join("Bob")];
    const left = once(server.node, "leave") as Promise<ChatNodeEvents["leave"]>;
    bob.socket.pause();
    flood(ada, "Ada", MESSAGES);
    flood(cleo, "Cleo", MESSAGES);
    await Promise.all([settle(ada, "Ada"), settle(cleo, "Cleo")]);
    expect(await left).toEqual([{ name: "Bob", ip: "127.0.0.1", reason: "slow-reader" }]);
    await eventually(() => [ada, cleo].some((peer) => lostCounts(peer).length > 0), "a sender is told");
    bob.socket.resume();
    await bob.ended();

    for (const [name, sender] of [
      ["Ada", ada],
      ["Cleo", cleo],
    ] as const) {
      const arrived = received(bob, name);
      const told = lostCounts(sender);
      expect(told.length).toBeLessThanOrEqual(1);
      expect(arrived.length + (told[0] ?? 0) + count(sender, BUSY) + count(sender, NOT_FOUND)).toBe(MESSAGES);
      // The delivered messages came in the order sent.
      expect(arrived).toEqual(arrived.toSorted((a, b) => a - b));
    }
    expect(lostCounts(ada).length + lostCounts(cleo).length).toBeGreaterThan(0);
  });

  it("that does not frame is accounted for as exactly, message by message [C-23] [C-72]", async () => {
    // With the gap between two writes, a small outbox would refuse nearly all of them.
    await using server = await startTestServer({ limits: { ...LIMITS, maxOutboxBytes: 64 * 1024 * 1024 } });
    const [ada, bob] = [await server.join("Ada"), await server.joinUnframed("Bob")];
    bob.socket.pause();
    flood(ada, "Ada", MESSAGES);
    await settle(ada, "Ada");
    await ada.waitFor(() => lostCounts(ada).length > 0, "the notice");
    await settle(ada, "Ada");
    bob.socket.resume();
    await bob.ended();
    expect(lostCounts(ada)).toHaveLength(1);
    const refused = count(ada, BUSY) + count(ada, NOT_FOUND);
    expect(received(bob, "Ada").length + (lostCounts(ada)[0] ?? 0) + refused).toBe(MESSAGES);
  });

  it("does not keep anybody else from being answered [C-70]", async () => {
    await using server = await startTestServer({ limits: { ...LIMITS, outboxStallTimeoutMs: 300_000 } });
    const [ada, bob, cleo] = [await server.join("Ada"), await server.join("Bob"), await server.join("Cleo")];
    bob.socket.pause();
    flood(ada, "Ada", MESSAGES);
    for (let round = 0; round < 50; round++) {
      cleo.send("Cleo", "/time", "");
      expect(await cleo.nextText()).toMatch(/^Server time: /);
    }
    await settle(ada, "Ada");
    expect(count(ada, BUSY)).toBeGreaterThan(0);
  });

  it("takes messages again once it reads: a refusal is for the moment [C-71]", async () => {
    await using server = await startTestServer({ limits: { ...LIMITS, outboxStallTimeoutMs: 300_000 } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    bob.socket.pause();
    flood(ada, "Ada", MESSAGES);
    await settle(ada, "Ada");
    const refused = count(ada, BUSY);
    expect(refused).toBeGreaterThan(0);
    bob.socket.resume();
    await bob.waitFor(() => received(bob, "Ada").length === MESSAGES - refused, "all that were not refused");
    ada.send("Ada", "Bob", `${MESSAGES} at last`);
    await bob.waitFor(() => received(bob, "Ada").at(-1) === MESSAGES, "the one after");
    expect(lostCounts(ada)).toEqual([]);
  });

  it("is cut off by a shout that no longer fits, not counted in it, and told why [C-70]", async () => {
    await using server = await startTestServer({ limits: { ...LIMITS, outboxStallTimeoutMs: 300_000 } });
    const [ada, bob, cleo] = [await server.join("Ada"), await server.join("Bob"), await server.join("Cleo")];
    const left = once(server.node, "leave") as Promise<ChatNodeEvents["leave"]>;
    bob.socket.pause();
    flood(ada, "Ada", MESSAGES);
    await settle(ada, "Ada");
    const receipts = () => ada.messages.flatMap(({ msg }) => /^Message sent to (\d) users$/.exec(msg)?.[1] ?? []);
    // There is more room for shouts than for other messages, so that nobody's queue is filled up by one sender.
    for (let shouts = 1; receipts().at(-1) !== "1"; shouts++) {
      ada.send("Ada", "/shout", TEXT);
      await ada.waitFor(() => receipts().length === shouts, "the receipt");
    }
    expect(receipts().length).toBeGreaterThan(20);
    expect(receipts().slice(0, -1)).toEqual(receipts().slice(0, -1).fill("2"));
    expect(await left).toEqual([{ name: "Bob", ip: "127.0.0.1", reason: "slow-reader" }]);
    expect((await cleo.next()).msg).toBe(TEXT);
    await ada.waitFor(() => lostCounts(ada).length > 0, "the notice");
    expect(lostCounts(ada)).toHaveLength(1);
    bob.socket.resume();
    expect((await bob.ended()).at(-1)).toBe(
      "⛔ Error: You were disconnected: you read more slowly than messages came, and too many of them were waiting.",
    );
    // Some messages that were reported may have arrived all the same.
    const arrived = received(bob, "Ada").filter((index) => index < MESSAGES).length;
    const sum = arrived + (lostCounts(ada)[0] ?? 0) + count(ada, BUSY);
    expect(sum).toBeGreaterThanOrEqual(MESSAGES);
    expect(sum).toBeLessThanOrEqual(MESSAGES + 1);
  });

  it("is waited for as long as it takes something now and then [C-70]", async () => {
    const outboxStallTimeoutMs = 5_000;
    await using server = await startTestServer({ limits: { ...LIMITS, outboxStallTimeoutMs } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    const start = performance.now();
    // Sips from the start, many times within the stall timeout, and is at it for longer than that.
    let bytes = 0;
    bob.socket.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes < 256 * 1024) return;
      bytes = 0;
      bob.socket.pause();
      setTimeout(() => bob.socket.resume(), 300);
    });
    flood(ada, "Ada", MESSAGES);
    await settle(ada, "Ada");
    const refused = count(ada, BUSY);
    await bob.waitFor(() => received(bob, "Ada").length === MESSAGES - refused, "all that were not refused");
    expect(performance.now() - start).toBeGreaterThan(outboxStallTimeoutMs);
    expect(server.node.userCount).toBe(2);
  });
});

describe("a peer that floods the server", () => {
  it("does not keep the others' messages waiting for all of its own", async () => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 0, bytesPerSecond: 0 } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    const senders: string[] = [];
    server.node.on("message", ({ name }) => senders.push(name));
    // Threads answer in order: from here on, all of them report messages.
    await server.node.totals();
    ada.write(Buffer.from('{"from":{"name":"Ada","ip":""},"to":"x","msg":""}'.repeat(1_200)));
    bob.send("Bob", "/time", "");
    await eventually(() => senders.length === 1_201, "all messages");
    // Over threads, the flood may have begun before Bob's message is there.
    expect(senders.indexOf("Bob")).toBeLessThan(1_200);
  });

  it("and leaves, with answers that it does not read, keeps nobody waiting either [C-35]", async () => {
    await using server = await startTestServer({ limits: { outboxStallTimeoutMs: 1_000 } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.socket.pause();
    for (let count = 0; count < 60; count++) ada.send("Ada", "Ada", "x".repeat(60_000));
    ada.end("{}".repeat(110_000));
    let answers = 0;
    while (server.node.connectionCount === 2) {
      bob.send("Bob", "/time", "");
      await bob.nextText();
      answers += 1;
    }
    // It takes seconds until she is given up: Bob has many answers until then, and not one behind all of hers.
    expect(answers).toBeGreaterThan(10);
  });
});

describe("when a receiver goes with messages unwritten", () => {
  it("each sender is told once, with its own number, for whatever reason it went [C-72]", async () => {
    await using server = await startTestServer({ limits: { ...LIMITS, outboxStallTimeoutMs: 300_000 } });
    const [ada, cleo, bob] = [await server.join("Ada"), await server.join("Cleo"), await server.join("Bob")];
    bob.socket.pause();
    flood(ada, "Ada", MESSAGES);
    await settle(ada, "Ada");
    const closed = once(server.node, "closed");
    bob.vanish();
    await closed;
    await eventually(() => lostCounts(ada).length > 0, "the sender is told");
    expect(lostCounts(ada)).toHaveLength(1);
    expect(lostCounts(ada)[0]).toBeGreaterThan(50);
    await settle(cleo, "Cleo");
    expect(lostCounts(cleo)).toEqual([]);
  });

  it("nobody is told by a server that closes [C-72]", async () => {
    await using server = await startTestServer({ limits: { ...LIMITS, outboxStallTimeoutMs: 300_000 } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    bob.socket.pause();
    flood(ada, "Ada", MESSAGES);
    await settle(ada, "Ada");
    const closing = server.node.close({ graceMs: 200 });
    const texts = await ada.ended();
    await closing;
    expect(texts.at(-1)).toBe("Server is shutting down");
    expect(lostCounts(ada)).toEqual([]);
  });
});
