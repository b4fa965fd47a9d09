import { once } from "node:events";
import { Socket } from "node:net";
import { expect, it, vi } from "vitest";
import { createSocketPair } from "../../test/socket-pair.ts";
import { SharedReadBuffer } from "./shared-read-buffer.ts";

// This fails on a runtime that has another inside: there the server goes on by `data` events, and this is how we hear of it.
it("reads accepted sockets into one buffer, each to its own handler's this", async () => {
  const reads: { socket: Socket; text: string; memory: ArrayBufferLike }[] = [];
  const { promise: hasAll, resolve } = Promise.withResolvers<void>();
  const buffer = await SharedReadBuffer.create(function (this: Socket, bytes) {
    reads.push({ socket: this, text: new TextDecoder().decode(bytes), memory: bytes.buffer });
    if (reads.length === 2) resolve();
  });
  await using first = await createSocketPair();
  await using second = await createSocketPair();
  for (const { near } of [first, second]) expect(buffer?.attach(near)).toBe(true);
  first.far.write("one");
  second.far.write("two");
  await hasAll;
  expect(reads.find(({ socket }) => socket === first.near)?.text).toBe("one");
  expect(reads.find(({ socket }) => socket === second.near)?.text).toBe("two");
  expect(new Set(reads.map(({ memory }) => memory)).size).toBe(1);
});

it("stops reading while a socket is paused, and passes on the end of its input", async () => {
  const texts: string[] = [];
  const buffer = await SharedReadBuffer.create((bytes) => texts.push(new TextDecoder().decode(bytes)));
  await using pair = await createSocketPair();
  buffer?.attach(pair.near);
  pair.near.pause();
  pair.far.end("late");
  await once(pair.far, "finish");
  expect(texts).toEqual([]);
  pair.near.resume();
  await once(pair.near, "end");
  expect(texts).toEqual(["late"]);
});

it("does not attach to a socket without the internals", async () => {
  const buffer = await SharedReadBuffer.create(() => undefined);
  expect(buffer?.attach(new Socket())).toBe(false);
});

it("makes no buffer in a runtime whose sockets work in another way", async () => {
  vi.spyOn(Object, "getOwnPropertySymbols").mockReturnValue([]);
  try {
    expect(await SharedReadBuffer.create(() => undefined)).toBeNull();
  } finally {
    vi.restoreAllMocks();
  }
});
