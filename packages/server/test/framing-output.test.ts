import type { TestPeer } from "@chat/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TcpTransport } from "../src/transport/tcp-transport.ts";
import { eventually } from "./eventually.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

/** A write of the server's: when it began by the monotonic clock, what was written, and to which port. */
interface ServerWrite {
  readonly at: number;
  readonly text: string;
  readonly toPort: number | undefined;
}

let writes: ServerWrite[] = [];

beforeEach(() => {
  writes = [];
  const { write } = TcpTransport.prototype;
  vi.spyOn(TcpTransport.prototype, "write").mockImplementation(function record(this: TcpTransport, text): boolean {
    writes.push({ at: performance.now(), text, toPort: this.remotePort });
    return write.call(this, text);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

function writesTo({ socket: { localPort } }: TestPeer): ServerWrite[] {
  // A socket that is closed has forgotten its port.
  if (localPort === undefined) throw new Error("Look at the writes to a peer before it is closed.");
  return writes.filter(({ toPort }) => toPort === localPort);
}

function gapsBetween(serverWrites: readonly ServerWrite[]): number[] {
  return serverWrites.slice(1).map(({ at }, index) => at - (serverWrites[index]?.at ?? 0));
}

/** Sends a number of messages from Ada to Bob in one burst. */
async function burst(server: TestServer, count: number): Promise<string[]> {
  const ada = await server.join("Ada");
  const texts = Array.from({ length: count }, (_, index) => `message ${index} 🙂`);
  const from = { name: "Ada", ip: "" };
  ada.write(texts.map((msg) => JSON.stringify({ from, to: "Bob", msg })).join(""));
  return texts;
}

const NO_RATES = { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 };

describe("to a client that did not end its name with a newline, the server", () => {
  it("writes one message at a time, each begun at least 1 ms after the one before [C-23]", async () => {
    await using server = await startTestServer();
    const bob = await server.joinUnframed("Bob");
    const texts = await burst(server, 1_000);
    await bob.waitFor(() => bob.messages.length > 1_000, "all messages");
    expect(bob.messages.slice(1).map(({ msg }) => msg)).toEqual(texts);

    const toBob = writesTo(bob);
    expect(toBob).toHaveLength(1_001);
    expect(toBob.every(({ text }) => text.endsWith("}\n") && text.indexOf("\n") === text.length - 1)).toBe(true);
    expect(Math.min(...gapsBetween(toBob))).toBeGreaterThanOrEqual(1);
  });

  it("keeps the gap between messages of every kind, its own answers included [C-23]", async () => {
    await using server = await startTestServer();
    const bob = await server.joinUnframed("Bob");
    const ada = await server.join("Ada");
    for (let round = 0; round < 20; round++) {
      bob.send("Bob", "/time", "");
      bob.send("Bob", "Nobody", "");
      ada.send("Ada", "Bob", `direct ${round}`);
      ada.send("Ada", "/shout", `shout ${round}`);
    }
    await bob.waitFor(() => bob.messages.length >= 81, "all messages");
    expect(writesTo(bob)).toHaveLength(81);
    expect(Math.min(...gapsBetween(writesTo(bob)))).toBeGreaterThanOrEqual(1);
  });

  it("drops the gap while more than 2,000 messages wait, and keeps one write for each [C-23]", async () => {
    await using server = await startTestServer({ limits: NO_RATES });
    const bob = await server.joinUnframed("Bob");
    await burst(server, 4_000);
    await bob.waitFor(() => bob.messages.length > 4_000, "all messages");
    const gaps = gapsBetween(writesTo(bob));
    expect(gaps).toHaveLength(4_000);
    // About 2,000 had to hurry; of the last 1,990, which had not, every one kept the gap.
    expect(gaps.filter((gap) => gap < 1).length).toBeGreaterThan(1_000);
    expect(Math.min(...gaps.slice(-1_990))).toBeGreaterThanOrEqual(1);
  });

  it("keeps each text of its own under 1,000 bytes [C-24]", async () => {
    const long = "x".repeat(5_000);
    await using server = await startTestServer({
      endpoints: [{ name: "/long", summary: "Answers at length.", handle: ({ reply }) => reply(long) }],
    });
    const bob = await server.joinUnframed("Bob");
    const texts = [
      "/long",
      "/help",
      "/standard",
      `/${"\u0001".repeat(200)}`,
      "🙂".repeat(100),
      "/list",
      "\u0000".repeat(99),
    ];
    for (const to of texts) bob.send("Bob", to, "");
    for (const forged of ["🙂".repeat(100), "\u0001".repeat(100)]) bob.send(forged, "Bob", "");
    bob.write(`{"${"🙂".repeat(100)}": 1}${"ß".repeat(2_000)}\n`);
    bob.send("Bob", "Bob", "the end");
    await bob.waitFor(() => bob.messages.at(-1)?.msg === "the end", "all answers");
    expect(bob.messages).toHaveLength(1 + texts.length + 2 + 2 + 1);
    for (const { text } of writesTo(bob)) expect(text.length).toBeLessThan(1_000);
    expect(bob.messages[1]?.msg).toMatch(/^x{800,} … \(cut: 5000 bytes\)$/);
  });

  it("does not cut messages of users [C-24]", async () => {
    await using server = await startTestServer();
    const bob = await server.joinUnframed("Bob");
    bob.send("Bob", "Bob", "x".repeat(20_000));
    expect((await bob.next()).msg).toHaveLength(20_000);
  });
});

describe("to a client that ended its name with a newline, the server", () => {
  it("writes batches: far fewer writes than messages [C-22]", async () => {
    await using server = await startTestServer();
    const bob = await server.join("Bob");
    const texts = await burst(server, 1_000);
    await bob.waitFor(() => bob.messages.length > 1_000, "all messages");
    expect(bob.messages.slice(1).map(({ msg }) => msg)).toEqual(texts);
    expect(writesTo(bob).length).toBeLessThan(100);
  });

  it("writes its own texts at full length [C-22] [C-24]", async () => {
    const long = "x".repeat(5_000);
    await using server = await startTestServer({
      endpoints: [{ name: "/long", summary: "Answers at length.", handle: ({ reply }) => reply(long) }],
    });
    const bob = await server.join("Bob");
    bob.send("Bob", "/long", "");
    expect(await bob.nextText()).toBe(long);
  });
});

it("writes a shout to all with one encoding, in the same bytes [C-63]", async () => {
  await using server = await startTestServer();
  const peers = [await server.join("Bob"), await server.join("Cleo"), await server.joinUnframed("Dan")];
  const ada = await server.join("Ada");
  ada.send("Ada", "/shout", "hé");
  await eventually(() => peers.every(({ messages }) => messages.length === 2), "everyone has it");
  const lines = peers.map((peer) => writesTo(peer).at(-1)?.text);
  expect(new Set(lines)).toEqual(
    new Set(['{"from": {"name": "Ada", "ip": "127.0.0.1"}, "to": "Everyone", "msg": "h\\u00e9"}\n']),
  );
});
