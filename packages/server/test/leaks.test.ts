import { randomBytes } from "node:crypto";
import { createJsonMsg } from "@chat/protocol";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { startServerProcess, type Vitals } from "./server-process.ts";

const MIB = 1024 * 1024;

/** Asks for `/time` over and over until it is over, and returns how often that was answered. */
async function countAnswers(peer: TestPeer, name: string, isOver: () => boolean): Promise<number> {
  let answers = 0;
  for (; !isOver(); answers++) {
    peer.send(name, "/time", "");
    expect(await peer.nextText()).toMatch(/^Server time: /);
  }
  return answers;
}

function expectSameHeap(after: Vitals, before: Vitals): void {
  expect(after.heapBytes).toBeLessThan(before.heapBytes * 1.1 + 5 * MIB);
}

/** Runs a task for many peers, some at a time. */
async function inBatches(count: number, size: number, act: (index: number) => Promise<void>): Promise<void> {
  for (let start = 0; start < count; start += size) {
    const batch = Array.from({ length: Math.min(size, count - start) }, (_, offset) => act(start + offset));
    await Promise.all(batch);
  }
}

describe("a client that never reads", () => {
  it("harms nobody, loses nothing silently and is cut off", async () => {
    const count = 15_000;
    await using server = await startServerProcess({
      messagesPerSecond: 0,
      bytesPerSecond: 0,
      outboxStallTimeoutMs: 3_000,
    });
    const bystander = await server.join("bystander");
    const sender = await server.join("sender");
    const before = await server.measure();

    const deaf = await server.join("deaf");
    deaf.socket.pause();
    const message = createJsonMsg("sender", "x", "deaf", "x".repeat(900));
    let isOver = false;
    const answers = countAnswers(bystander, "bystander", () => isOver);
    for (let sent = 0; sent < count; sent += 100) {
      if (!sender.socket.write(message.repeat(100)))
        await new Promise((resolve) => sender.socket.once("drain", resolve));
    }
    const told = () =>
      sender.messages.map(({ msg }) => /^❌ Error: (\d+) of your messages to 'deaf'/.exec(msg)?.[1]).find(Boolean);
    await sender.waitFor(() => told() !== undefined, "the cut-off");
    isOver = true;
    expect(await answers).toBeGreaterThan(10);
    // What came behind the cut-off is answered as well by now.
    sender.send("sender", "/time", "");
    await sender.waitFor(() => sender.messages.some(({ msg }) => msg.startsWith("Server time: ")), "the last answer");

    const unwritten = Number(told());
    const answered = sender.messages.filter(({ msg }) => /can't take more messages|'deaf' not found/.test(msg)).length;
    deaf.socket.resume();
    await deaf.ended();
    const delivered = deaf.messages.length - 1;
    // Messages of the last write may be counted as unwritten and still have arrived: a false alarm, never a silent loss.
    expect(delivered + answered + unwritten).toBeGreaterThanOrEqual(count);
    expect(delivered + answered).toBeLessThanOrEqual(count);
    expect(delivered).toBeGreaterThan(0);
    expect(unwritten).toBeGreaterThan(0);
    expectSameHeap(await server.measure(), before);
  });
});

describe("crowds that misbehave", () => {
  const PATIENTLY = { timeout: 60_000 };
  /** The listening socket and one connection; no timer. */
  const IDLE_WITH_ONE_USER = ["TCPServerWrap", "TCPSocketWrap"];

  it("leave no user, no handle and no memory behind", { timeout: 240_000 }, async () => {
    await using server = await startServerProcess();
    const witness = await server.join("witness");
    await crowd(200, 50);
    await expect.poll(async () => (await server.measure()).activeResources, PATIENTLY).toEqual(IDLE_WITH_ONE_USER);
    const before = await server.measure();

    await joinAndLeave(500);
    await crowd(3_000, 500);
    await inBatches(500, 100, async (index) => {
      const peer = await server.connect();
      peer.write(`half ${index}`);
      peer.vanish();
    });
    await inBatches(1_500, 250, async () => {
      const peer = await server.connect();
      peer.socket.end(randomBytes(200));
      await peer.ended();
      peer.socket.destroy();
    });

    await expect.poll(async () => (await server.measure()).activeResources, PATIENTLY).toEqual(IDLE_WITH_ONE_USER);
    witness.send("witness", "/list", "");
    expect(await witness.nextText()).toBe("You are the only active user!");
    const after = await server.measure();
    expect(after.userCount).toBe(1);
    expectSameHeap(after, before);

    async function joinAndLeave(count: number): Promise<void> {
      await inBatches(count, 100, async (index) => {
        const peer = await server.join(`guest ${index}`);
        if (index % 2) peer.end();
        else peer.vanish();
        if (index % 2) await peer.ended();
        peer.socket.destroy();
      });
    }

    async function crowd(count: number, size: number): Promise<void> {
      await inBatches(count, size, async () => {
        const peer = await server.connect();
        peer.socket.destroy();
      });
    }
  });
});
