import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

const START = 100;

/** Waits until all connections are gone, and the log of all threads has come. */
async function closeAll(server: TestServer): Promise<void> {
  await eventually(() => server.node.connectionCount === 0, "all are gone");
  await server.node.close();
}

describe("the log of a flood", () => {
  it("has the first refusals and the number of the others, also over threads", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger });
    let refusals = 0;
    server.node.on("refused", () => {
      refusals += 1;
    });
    for (let count = 0; count < START; count++) {
      const peer = await server.connect();
      peer.write("SERVER\n");
      await peer.ended();
      peer.end();
    }
    await closeAll(server);
    // Events are not sampled.
    expect(refusals).toBe(START);
    const lines = logger.linesOf("info");
    const counts = logger.entries.flatMap(({ level, fields }) =>
      level === "info" && "suppressed" in fields ? [Number(fields.suppressed)] : [],
    );
    const written = lines.filter((line) => line.startsWith("refused "));
    expect(written.length + counts.reduce((sum, count) => sum + count, 0)).toBe(START);
    expect(counts.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThanOrEqual(10 * counts.length + 10);
    expect(lines.at(-1)).toMatch(
      /^… and \d+ more like this in \d+ s: refused SERVER from 127\.0\.0\.1:\d+: ⛔ Error: The names /,
    );
  });
});

describe("the log of a connection without a byte", () => {
  it.each<[how: string, leave: (server: TestServer) => Promise<void>]>([
    [
      "is closed at once",
      async (server) => {
        const peer = await server.connect();
        peer.end();
        await peer.ended();
      },
    ],
    [
      "is closed without waiting for an answer",
      async (server) => {
        const peer = await server.connect();
        peer.socket.destroy();
        await once(server.node, "closed");
      },
    ],
    [
      "is reset",
      async (server) => {
        const peer = await server.connect();
        peer.vanish();
        await once(server.node, "closed");
      },
    ],
    [
      "says nothing until the deadline",
      async (server) => {
        const peer = await server.connect();
        await peer.ended();
        peer.end();
      },
    ],
  ])("has debug lines alone when it %s", async (_, leave) => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger, limits: { handshakeTimeoutMs: 100 } });
    await leave(server);
    await closeAll(server);
    expect(logger.entries.map(({ level }) => level)).not.toContain("info");
    expect(logger.linesOf("debug").at(-1)).toMatch(/^connection from \S+ closed/);
  });

  it("reports one that sent a byte, and one that found the server full", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger, limits: { maxConnections: 1 } });
    const blank = await server.connect();
    await eventually(() => server.node.connectionCount === 1, "the first one has the place");
    const surplus = await server.connect();
    await surplus.ended();
    surplus.end();
    blank.write("\n");
    await blank.ended();
    blank.end();
    await closeAll(server);
    const lines = logger.linesOf("info").map((line) => line.replace(/(127\.0\.0\.1):\d+/, "$1"));
    expect(lines.toSorted()).toEqual([
      expect.stringContaining("refused 127.0.0.1: ⛔ Error: Server full: it takes at most 1 connections"),
      expect.stringContaining("refused 127.0.0.1: ⛔ Error: The name is empty."),
    ]);
  });
});
