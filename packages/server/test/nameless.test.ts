import { once } from "node:events";
import type { PeerSocket } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer, TEST_THREADS, type TestServer } from "./test-server.ts";

const ATTACKER = "127.0.0.66";

function openMany(server: TestServer, count: number, localAddress = ATTACKER): Promise<PeerSocket[]> {
  return Promise.all(Array.from({ length: count }, () => server.connectSocket(localAddress)));
}

/** Returns the first text of the server to a socket. */
async function readAnswer(socket: PeerSocket): Promise<string> {
  const [chunk] = (await once(socket, "data")) as [Buffer];
  return (JSON.parse(chunk.toString().split("\n")[0] ?? "") as { msg: string }).msg;
}

async function join(server: TestServer, name: string, localAddress?: string): Promise<string> {
  const socket = await server.connectSocket(localAddress);
  const answer = readAnswer(socket);
  socket.write(`${name}\n`);
  return answer;
}

describe("more silent connections from one address than a server has places", () => {
  it("keep no user out, from any address, and the log reports them once", async () => {
    const logger = new RecordingLogger();
    // So many that each thread has more of them than users come: the system chooses the thread of a connection, and a
    // thread makes room among its own.
    await using server = await startTestServer({ logger, limits: { maxConnections: 512 } });
    const silent = await openMany(server, 600);
    let refused = 0;
    for (const socket of silent) socket.once("data", () => refused++);
    await eventually(() => refused >= 600 - 512, "the server is full, and has refused the rest");
    // A connection of this very moment makes room for nobody: it may be about to send its name. A thread that has answered
    // a few times has looked for names since.
    for (let round = 0; round < 3; round++) await server.node.connections();
    for (let index = 0; index < 40; index++) {
      expect(await join(server, `here ${index}`, ATTACKER)).toMatch(/^Welcome /);
      expect(await join(server, `there ${index}`, "127.0.0.2")).toMatch(/^Welcome /);
    }
    await eventually(() => logger.linesOf("warn").length > 0, "a warning");
    const [warning = "", ...others] = logger.linesOf("warn");
    expect(others).toEqual([]);
    const counted = TEST_THREADS > 1 ? ` \\(counted on one of ${TEST_THREADS} threads\\)` : "";
    expect(warning).toMatch(
      new RegExp(
        `^all 512 places are taken: 127\\.0\\.0\\.66 has the most, (\\d+), of which \\1 have told no name${counted}$`,
      ),
    );
    expect(logger.entries.find(({ level }) => level === "warn")?.fields).toMatchObject({
      event: "server-full",
      ip: ATTACKER,
    });
    expect(server.node.userCount).toBe(80);
  });
});

// Few enough that even a busy machine reads their names within the second that each has.
describe("many more connections from one address at once than may be nameless", () => {
  it("all join that send their names at once", async () => {
    await using server = await startTestServer({ limits: { maxConnections: 1_000, maxNamelessPerAddress: 16 } });
    const names = Array.from({ length: 40 }, (_, index) => `user ${index}`);
    const answers = await Promise.all(names.map((name) => join(server, name)));
    expect(answers.filter((answer) => !answer.startsWith("Welcome "))).toEqual([]);
  });

  it("are as many as fit when there is room for fewer", async () => {
    await using server = await startTestServer({ limits: { maxConnections: 128 } });
    const names = Array.from({ length: 150 }, (_, index) => `user ${index}`);
    const answers = await Promise.all(names.map((name) => join(server, name)));
    const refusals = answers.filter((answer) => !answer.startsWith("Welcome "));
    for (const refusal of refusals) expect(refusal).toMatch(/^⛔ Error: Server full: it takes at most 128 connections/);
    expect(server.node.userCount).toBe(answers.length - refusals.length);
    expect(server.node.userCount).toBe(128);
  });
});

describe("connections that go on without a name", () => {
  it.each([
    ["say nothing", (socket: PeerSocket) => void socket.resume()],
    ["begin a message and never end it", (socket: PeerSocket) => void socket.write('{"from": {"name": "a')],
  ])("are given up, and told so, when they %s and are more than the limit", async (_, speak) => {
    await using server = await startTestServer({
      threads: 1,
      limits: { maxNamelessPerAddress: 2, handshakeTimeoutMs: 4_000 },
    });
    const answers = (await openMany(server, 4)).map((socket) => {
      speak(socket);
      return readAnswer(socket).catch(() => "nothing");
    });
    const text =
      "⛔ Error: Server full: it takes at most 2 connections without a name from one address. Try again later.";
    expect(await Promise.all(answers.slice(0, 2))).toEqual([text, text]);
    expect(server.node.connectionCount).toBe(2);
    expect(await join(server, "Ada")).toMatch(/^Welcome /);
  });

  it("are refused in time, with a message, when the server is full", async () => {
    await using server = await startTestServer({ limits: { maxConnections: 1 } });
    expect(await readAnswer(await server.connectSocket(ATTACKER))).toMatch(
      /^⛔ Error: No name came within 2 s\. Send your name and a newline first\.$/,
    );
  });
});
