import { once } from "node:events";
import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { decodeJsonMsg } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { startTestServer } from "./test-server.ts";

/** What the original's clients and tools wait between two writes, in milliseconds: their rhythm is part of the test. */
const ORIGINAL_PAUSE_MS = 100;

/** Reads like `recv(size)` in a loop: each read has at most so many bytes, and is taken for one message. */
async function connectReadingChunks(port: number, size: number) {
  const reads: Buffer[] = [];
  const socket = new Socket({
    onread: {
      buffer: Buffer.alloc(size),
      callback: (bytes, buffer) => {
        reads.push(Buffer.from(buffer.subarray(0, bytes)));
        socket.emit("read");
        return true;
      },
    },
  });
  socket.connect(port, "127.0.0.1");
  await once(socket, "connect");
  return {
    socket,
    reads,
    async waitForReads(count: number): Promise<void> {
      while (reads.length < count) await once(socket, "read", { signal: AbortSignal.timeout(10_000) });
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
}

describe("the rhythm of the original's clients and tools", () => {
  it.each([1_024, 2_048, 4_096])(
    "serves name, 100 ms, message to a client that reads %i bytes at a time",
    async (size) => {
      await using server = await startTestServer();
      using client = await connectReadingChunks(server.port, size);
      client.socket.write("bot");
      await delay(ORIGINAL_PAUSE_MS);
      client.socket.write('{"from": {"name": "bot", "ip": "x"}, "to": "/time", "msg": ""}');
      await client.waitForReads(2);
      await delay(ORIGINAL_PAUSE_MS);
      client.socket.write('{"from": {"name": "bot", "ip": "x"}, "to": "/help", "msg": ""}');
      await client.waitForReads(3);

      const texts = client.reads.map((read) => decodeJsonMsg(read)?.msg);
      expect(texts[0]).toMatch(/^Welcome bot!/);
      expect(texts[1]).toMatch(/^Server time: /);
      expect(texts[2]).toMatch(/^Available commands: /);
    },
  );

  it("survives connect-and-close, and serves the next one", async () => {
    await using server = await startTestServer();
    for (let count = 0; count < 20; count++) {
      const peer = await server.connect();
      peer.socket.destroy();
    }
    const peer = await server.joinUnframed("after");
    peer.send("after", "/list", "");
    expect(await peer.nextText()).toBe("You are the only active user!");
  });

  it("lets a refusal be read with one recv [C-34]", async () => {
    await using server = await startTestServer();
    await server.joinUnframed("taken");
    using client = await connectReadingChunks(server.port, 1_024);
    client.socket.write("taken");
    await client.waitForReads(1);
    expect(decodeJsonMsg(client.reads[0] ?? Buffer.alloc(0))).toEqual({
      from: { name: "SERVER", ip: "0.0.0.0" },
      to: "Guest",
      msg: "⛔ Error: Username already in use! Try with another name.",
    });
  });
});
