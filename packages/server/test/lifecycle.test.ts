import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { choosePorts, PATIENCE_MS, TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { createChatNode } from "../src/chat-node.ts";
import type { ChatNodeEvents } from "../src/chat-node-events.ts";
import type { ChatServer } from "../src/chat-server.ts";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { shareServers } from "./shared-servers.ts";
import { startTestServer } from "./test-server.ts";

const LOCAL = { host: "127.0.0.1", port: 0 };

/** Records every event of a node, in order. */
function recordEvents(node: ChatServer): [keyof ChatNodeEvents, object][] {
  const events: [keyof ChatNodeEvents, object][] = [];
  for (const name of ["join", "leave", "message", "refused", "closed"] as const) {
    node.on(name, (payload: object) => events.push([name, payload]));
  }
  return events;
}

it("closes while it starts to listen, and listens no more after it was closed", async () => {
  const node = createChatNode({ host: "127.0.0.1", port: 0 });
  const listening = node.listen();
  await node.close();
  await listening;
  expect(() => node.address()).toThrow("does not listen");
  expect(() => node.listen()).toThrow("closed");
});

describe("listen", () => {
  it("resolves with the address, the port chosen by the system included", async () => {
    await using node = createChatNode(LOCAL);
    const address = await node.listen();
    expect(address).toMatchObject({ address: "127.0.0.1", family: "IPv4" });
    expect(address.port).toBeGreaterThan(0);
    expect(node.address()).toEqual(address);
  });

  it("rejects when the port is in use, and the node can be closed all the same", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const node = createChatNode({ ...LOCAL, port });
    await expect(node.listen()).rejects.toMatchObject({ code: "EADDRINUSE" });
    await node.close();
    other.close();
  });

  it("listens on 0.0.0.0 and port 65432 by default [C-1]", async () => {
    await using node = createChatNode();
    // Another program on this machine may have the port; then the error names the port.
    const address = await node
      .listen()
      .catch(({ address, port }: { address: string; port: number }) => ({ address, port }));
    expect(address).toMatchObject({ address: "0.0.0.0", port: 65432 });
  });

  it("has no address before, and says what to do", () => {
    expect(() => createChatNode(LOCAL).address()).toThrow("The node does not listen: call listen() first.");
  });
});

if (process.platform === "linux")
  it("probes a silent peer by keep-alive after 30 s", async () => {
    await using server = await startTestServer();
    const startedAt = performance.now();
    const ada = await server.join("Ada");
    const hex = (port = 0) => port.toString(16).toUpperCase().padStart(4, "0");
    // Columns: number, local address, remote address, state, queues, then which timer runs and its rest in 1/100 s.
    const connection = new RegExp(
      `:${hex(server.port)} [0-9A-F]{8}:${hex(ada.socket.localPort)} 01 [0-9A-F]{8}:[0-9A-F]{8} (\\d\\d):([0-9A-F]{8})`,
    );
    const keepAliveTimer = "02";
    const readTimer = () => connection.exec(readFileSync("/proc/net/tcp", "latin1"))?.slice(1) ?? [];
    await eventually(() => readTimer()[0] === keepAliveTimer, "the keep-alive timer runs");
    const restSeconds = Number.parseInt(readTimer()[1] ?? "", 16) / 100;
    expect(restSeconds).toBeLessThanOrEqual(31);
    expect(restSeconds + (performance.now() - startedAt) / 1_000).toBeGreaterThan(29);
  });

describe("close", () => {
  it("says goodbye to every user, framing or not, then closes [C-73]", async () => {
    const node = createChatNode(LOCAL);
    const { port } = await node.listen();
    const peers = await Promise.all(
      ["Ada\n", "Bob"].map(async (handshake) => {
        const peer = await TestPeer.connect({ port });
        peer.write(handshake);
        await peer.next();
        return peer;
      }),
    );
    const closing = node.close();
    for (const peer of peers) {
      expect(await peer.nextText()).toBe("Server is shutting down");
      await peer.ended();
      peer.end();
    }
    await closing;
    expect([node.connectionCount, node.userCount]).toEqual([0, 0]);
  });

  it("writes the messages that wait first [C-73]", async () => {
    const node = createChatNode({ ...LOCAL, limits: { messagesPerSecond: 0 } });
    const { port } = await node.listen();
    const [ada, bob] = (await Promise.all(
      ["Ada\n", "Bob"].map(async (handshake) => {
        const peer = await TestPeer.connect({ port });
        peer.write(handshake);
        await peer.next();
        return peer;
      }),
    )) as [TestPeer, TestPeer];
    let received = 0;
    const allReceived = new Promise<void>((resolve) => {
      node.on("message", () => {
        received += 1;
        if (received === 500) resolve();
      });
    });
    // Threads answer in order: from here on, all of them report messages.
    await node.totals();
    const from = { name: "Ada", ip: "" };
    for (let index = 0; index < 500; index++) ada.write(JSON.stringify({ from, to: "Bob", msg: `${index}` }));
    await allReceived;
    // One message per millisecond at best: a busy machine needs longer than the default.
    const closing = node.close({ graceMs: PATIENCE_MS });
    const texts = await bob.ended();
    for (const peer of [ada, bob]) peer.end();
    await closing;
    expect(texts.slice(1)).toEqual([
      ...Array.from({ length: 500 }, (_, index) => `${index}`),
      "Server is shutting down",
    ]);
  });

  it("accepts no further connection", async () => {
    const [port = 0] = await choosePorts(1);
    const node = createChatNode({ ...LOCAL, port });
    await node.listen();
    await node.close();
    const socket = connect({ port, host: "127.0.0.1" });
    const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
    expect(error.code).toBe("ECONNREFUSED");
  });

  it("is done once, however often it is asked for", async () => {
    const node = createChatNode(LOCAL);
    await node.listen();
    const first = node.close();
    expect(node.close()).toBe(first);
    await first;
    await node.close();
  });

  it("can be left to `await using`", async () => {
    const [port = 0] = await choosePorts(1);
    {
      await using node = createChatNode({ ...LOCAL, port });
      await node.listen();
    }
    await using again = createChatNode({ ...LOCAL, port });
    await again.listen();
  });

  it("needs no listen before", async () => {
    await createChatNode(LOCAL).close();
  });

  it("lets a new node listen on the same port at once, while users of the old one are still connected", async () => {
    const [port = 0] = await choosePorts(1);
    const first = createChatNode({ ...LOCAL, port });
    await first.listen();
    const peers = await Promise.all(Array.from({ length: 20 }, () => TestPeer.connect({ port })));
    for (const [index, peer] of peers.entries()) peer.write(`user ${index}\n`);
    await Promise.all(peers.map((peer) => peer.next()));
    await first.close({ graceMs: 0 });
    await using second = createChatNode({ ...LOCAL, port });
    await second.listen();
    await using peer = await TestPeer.connect({ port });
    peer.write("user 0\n");
    expect(await peer.nextText()).toMatch(/^Welcome user 0! /);
    for (const old of peers) old.vanish();
  });

  it("cuts off who has not taken everything within the grace time", async () => {
    const limits = { messagesPerSecond: 0, bytesPerSecond: 0, outboxStallTimeoutMs: 300_000 };
    await using server = await startTestServer({ limits });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    bob.socket.pause();
    for (let index = 0; index < 1_250; index++) ada.send("Ada", "Bob", "x".repeat(9_000));
    ada.send("Ada", "Ada", "settled");
    await ada.waitFor(() => ada.messages.some(({ msg }) => msg === "settled"), "all have been sent");
    const start = performance.now();
    const events = recordEvents(server.node);
    // Without the grace time, Bob would be waited for until his outbox stalls.
    const closing = server.node.close({ graceMs: 300 });
    await ada.ended();
    ada.end();
    await closing;
    expect(performance.now() - start).toBeGreaterThanOrEqual(295);
    expect(events).toContainEqual(["closed", { name: "Bob", ip: "127.0.0.1", reason: "shutting-down" }]);
  });

  it("does not wait for the grace time when nobody needs it", async () => {
    const node = createChatNode(LOCAL);
    const { port } = await node.listen();
    await TestPeer.connect({ port });
    await eventually(() => node.connectionCount === 1, "it is connected");
    await node.close({ graceMs: 10 * PATIENCE_MS });
  });

  it("leaves nothing behind that keeps a process alive", async () => {
    const isOurs = (resource: string) => ["Timeout", "TCPSocketWrap", "TCPServerWrap", "Immediate"].includes(resource);
    const before = process.getActiveResourcesInfo().filter(isOurs).length;
    {
      await using server = await startTestServer();
      const [ada, bob] = [await server.join("Ada"), await server.joinUnframed("Bob")];
      await server.connect();
      ada.write('{"from": {"name');
      bob.send("Bob", "/help", "");
      await bob.nextText();
      const refused = await server.connect();
      refused.write("Ada\n");
      await refused.ended();
    }
    await eventually(
      () => process.getActiveResourcesInfo().filter(isOurs).length <= before + 1,
      "all handles are closed",
    );
  });
});

describe("events", () => {
  shareServers();

  it("report a user's life, in order", async () => {
    await using server = await startTestServer();
    const events = recordEvents(server.node);
    const ada = await server.join("Ada");
    ada.write('{"from": {"name": "ada", "ip": "6.6.6.6"}, "to": "/time", "msg": "now?"}');
    await ada.next();
    ada.end();
    await ada.ended();
    await eventually(() => events.length === 4, "the connection is closed");
    expect(events).toEqual([
      ["join", { name: "Ada", ip: "127.0.0.1" }],
      [
        "message",
        {
          name: "Ada",
          ip: "127.0.0.1",
          message: { from: { name: "ada", ip: "6.6.6.6" }, to: "/time", msg: "now?" },
        },
      ],
      ["leave", { name: "Ada", ip: "127.0.0.1", reason: "left" }],
      ["closed", { name: "Ada", ip: "127.0.0.1", reason: "left" }],
    ]);
  });

  it("report a connection that was lost", async () => {
    await using server = await startTestServer();
    const events = recordEvents(server.node);
    const ada = await server.join("Ada");
    ada.vanish();
    await eventually(() => events.length === 3, "the connection is closed");
    expect(events.slice(1)).toEqual([
      ["leave", { name: "Ada", ip: "127.0.0.1", reason: "lost" }],
      ["closed", { name: "Ada", ip: "127.0.0.1", reason: "lost" }],
    ]);
  });

  it("report a refusal, with its text", async () => {
    await using server = await startTestServer();
    const events = recordEvents(server.node);
    const peer = await server.connect();
    peer.write("@da\n");
    const [text] = await peer.ended();
    peer.end();
    await eventually(() => events.length === 2, "the connection is closed");
    expect(events).toEqual([
      ["refused", { ip: "127.0.0.1", text }],
      ["closed", { name: null, ip: "127.0.0.1", reason: "refused" }],
    ]);
  });

  it("report the reason of a hang-up", async () => {
    await using server = await startTestServer();
    const events = recordEvents(server.node);
    const ada = await server.join("Ada");
    ada.write(Buffer.from([0xff]));
    await ada.ended();
    ada.end();
    await eventually(() => events.length === 3, "the connection is closed");
    expect(events.slice(1)).toEqual([
      ["leave", { name: "Ada", ip: "127.0.0.1", reason: "broken-input" }],
      ["closed", { name: "Ada", ip: "127.0.0.1", reason: "broken-input" }],
    ]);
  });

  it("report that the server stopped", async () => {
    await using server = await startTestServer();
    const events = recordEvents(server.node);
    await server.join("Ada");
    await server.node.close({ graceMs: 50 });
    expect(events.slice(1)).toEqual([
      ["leave", { name: "Ada", ip: "127.0.0.1", reason: "shutting-down" }],
      ["closed", { name: "Ada", ip: "127.0.0.1", reason: "shutting-down" }],
    ]);
  });
});

it("writes one line to the log for each event, whatever a peer sent", async () => {
  const logger = new RecordingLogger();
  await using server = await startTestServer({ logger });
  const hostile = "\u001b[31mAda\u001b[0m\r\nfake: line\u202e\n";
  for (const handshake of [
    hostile,
    "Zoë\u0301\n",
    "Bob",
    `{"from":{"name":"${"\\u001b".repeat(9)}","ip":""},"to":"","msg":""}`,
  ]) {
    const peer = await server.connect();
    peer.write(handshake);
    await peer.next();
    peer.end();
    await peer.ended();
  }
  await eventually(() => server.node.connectionCount === 0, "all are gone");
  expect(logger.entries.length).toBeGreaterThanOrEqual(8);
  for (const { line, fields } of logger.entries) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test searches log lines for forbidden characters
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
    expect(fields).toHaveProperty("event");
  }
});
