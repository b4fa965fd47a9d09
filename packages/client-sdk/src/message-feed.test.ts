import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import type { IncomingMessage } from "./incoming-message.ts";
import { MessageFeed } from "./message-feed.ts";

function message(msg: string): IncomingMessage {
  return { kind: "direct", from: { name: "Bob", ip: "127.0.0.1" }, to: "Ada", msg };
}

function createFeed(signal?: AbortSignal) {
  const onRead = vi.fn<() => void>();
  const onStop = vi.fn<(feed: MessageFeed) => void>();
  return { feed: new MessageFeed(onRead, onStop, signal), onRead, onStop };
}

const OVER = { value: undefined, done: true };

it("gives messages in order to whoever waits, and keeps those that nobody waits for", async () => {
  const { feed } = createFeed();
  const waiting = [feed.next(), feed.next()];
  for (const text of ["one", "two", "three"]) feed.push(message(text));
  waiting.push(feed.next());
  const results = await Promise.all(waiting);
  expect(results.map(({ value }) => value?.msg)).toEqual(["one", "two", "three"]);
});

it("gives what it has kept when it ends, then nothing", async () => {
  const { feed } = createFeed();
  feed.push(message("one"));
  feed.end();
  expect(await feed.next()).toEqual({ value: message("one"), done: false });
  expect(await feed.next()).toEqual(OVER);
});

describe("is full", () => {
  it("of 1,000 messages", () => {
    const { feed } = createFeed();
    for (let count = 0; count < 999; count++) feed.push(message("x"));
    expect(feed.isFull).toBe(false);
    feed.push(message("x"));
    expect([feed.isFull, feed.isOverfull]).toEqual([true, false]);
    for (let count = 0; count < 9_000; count++) feed.push(message("x"));
    expect(feed.isOverfull).toBe(true);
  });

  it("of a few large messages, and not any more when they are taken", async () => {
    const { feed, onRead } = createFeed();
    for (let count = 0; count < 16; count++) feed.push(message("x".repeat(65_536)));
    expect(feed.isFull).toBe(true);
    await feed.next();
    expect(feed.isFull).toBe(false);
    expect(onRead).toHaveBeenCalledOnce();
  });
});

describe("when its signal aborts", () => {
  const reason = new Error("enough");

  it("rejects whoever waits, once", async () => {
    const controller = new AbortController();
    const { feed, onStop } = createFeed(controller.signal);
    const waiting = feed.next();
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(onStop).toHaveBeenCalledExactlyOnceWith(feed);
    expect(await feed.next()).toEqual(OVER);
  });

  it("wakes the next read, and drops the messages it has kept", async () => {
    const controller = new AbortController();
    const { feed } = createFeed(controller.signal);
    feed.push(message("one"));
    controller.abort(reason);
    await expect(feed.next()).rejects.toBe(reason);
    expect(await feed.next()).toEqual(OVER);
  });

  it("is over before it began", async () => {
    const { feed } = createFeed(AbortSignal.abort(reason));
    await expect(feed.next()).rejects.toBe(reason);
    expect(await feed.next()).toEqual(OVER);
  });
});

it("listens to its signal no longer than it runs", async () => {
  const { signal } = new AbortController();
  const { feed, onStop } = createFeed(signal);
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  expect(await feed.return()).toEqual(OVER);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(onStop).toHaveBeenCalledOnce();
});
