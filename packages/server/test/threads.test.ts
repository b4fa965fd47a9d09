import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { choosePorts, type TestPeer } from "@chat/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createChatNode } from "../src/chat-node.ts";
import { toModuleUrl } from "../src/modules/load-modules.ts";
import { ThreadPool } from "../src/threads/thread-pool.ts";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { shareServers } from "./shared-servers.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

const ENDPOINTS = fileURLToPath(new URL("fixtures/thread-endpoints.ts", import.meta.url));
const DYING_ENDPOINTS = fileURLToPath(new URL("fixtures/dying-endpoints.ts", import.meta.url));
const NO_RATES = { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 };
const LOCAL = { host: "127.0.0.1", port: 0, threads: 2 };

/** All workers of the current test, by the number that their own code sees. */
const workers = new Map<string, Worker>();
const noteWorker = (worker: Worker): void => void workers.set(`${worker.threadId}`, worker);

beforeEach(() => void process.on("worker", noteWorker));

afterEach(() => {
  process.off("worker", noteWorker);
  workers.clear();
});

/** Joins users until each thread has enough. Returns them by thread, in the order in which they joined. */
async function joinOnEach(
  server: TestServer,
  threads: number,
  usersOnEach: number,
  namesLike = "user",
): Promise<[string, User[]][]> {
  const byThread = new Map<string, User[]>();
  for (let index = 0; index < 200; index++) {
    const user = await joinSomewhere(server, `${namesLike} ${index}`);
    const users = byThread.get(user.thread) ?? [];
    if (users.length < usersOnEach) byThread.set(user.thread, [...users, user]);
    else user.peer.socket.destroy();
    if (byThread.size === threads && [...byThread.values()].every(({ length }) => length === usersOnEach)) break;
  }
  expect(byThread.size).toBe(threads);
  return [...byThread];
}

interface User {
  readonly name: string;
  readonly thread: string;
  readonly peer: TestPeer;
}

async function joinSomewhere(server: TestServer, name: string): Promise<User> {
  const peer = await server.join(name);
  peer.send(name, "/thread", "");
  return { name, peer, thread: await peer.nextText() };
}

/** Numbered messages from one user to another. */
class Stream {
  sent = 0;
  readonly from: User;
  readonly to: User;

  constructor(from: User, to: User) {
    this.from = from;
    this.to = to;
  }

  send(count: number): void {
    for (let index = 0; index < count; index++) this.from.peer.send(this.from.name, this.to.name, `${this.sent++}`);
  }

  get received(): number[] {
    return this.to.peer.messages.filter(({ from }) => from.name === this.from.name).map(({ msg }) => Number(msg));
  }

  /** Messages reported to the sender as perhaps lost, one number for each report. */
  get reported(): number[] {
    const notice = `of your messages to '${this.to.name}' may not have arrived`;
    return this.from.peer.messages.flatMap(({ msg }) => (msg.includes(notice) ? Number(/\d+/.exec(msg)?.[0]) : []));
  }

  /** Messages that were refused: the receiver is not there. */
  get refused(): number {
    return this.from.peer.messages.filter(({ msg }) => msg === `❌ Error: User '${this.to.name}' not found.`).length;
  }
}

async function makeTurns(count: number, turn: () => void): Promise<void> {
  for (let index = 0; index < count; index++) {
    turn();
    await setImmediate();
  }
}

describe("a thread that dies under load", () => {
  it.each([
    ["is terminated", ({ thread }: User) => void workers.get(thread)?.terminate(), "it was ended"],
    ["throws", ({ name, peer }: User) => peer.send(name, "/throw", ""), "Error: thrown on purpose"],
  ])("and %s, loses nothing between users of the others", async (_, kill, reason) => {
    const logger = new RecordingLogger();
    const options = { threads: 3, limits: NO_RATES, modules: [ENDPOINTS], logger };
    await using server = await startTestServer(options);
    const [[, [ada, ann]], [, [bob, ben]], [deadThread, [cleo, cara]]] = (await joinOnEach(server, 3, 2)) as [
      [string, [User, User]],
      [string, [User, User]],
      [string, [User, User]],
    ];
    const among = [new Stream(ada, ann), new Stream(ada, bob), new Stream(bob, ada), new Stream(ben, ann)];
    const intoDeath = [new Stream(ann, cleo), new Stream(ben, cleo)];
    const sendAll = () => {
      for (const stream of [...among, ...intoDeath]) stream.send(10);
    };
    await makeTurns(50, sendAll);
    kill(cara);
    await makeTurns(200, sendAll);

    await Promise.all([cleo.peer.ended(), cara.peer.ended()]);
    // Their names are free, and the other users go on.
    const [again] = await Promise.all([joinSomewhere(server, cleo.name), makeTurns(50, () => among[0]?.send(10))]);
    expect(again.thread).not.toBe(deadThread);
    for (const stream of among) {
      await stream.to.peer.waitFor(() => stream.received.length === stream.sent, "all messages");
      expect(stream.received).toEqual(Array.from({ length: stream.sent }, (_, index) => index));
      expect([stream.reported, stream.refused]).toEqual([[], 0]);
    }
    for (const stream of intoDeath) {
      // Messages to the user who has the name now are no loss.
      const known = () => stream.received.length + (stream.reported[0] ?? 0) + stream.refused;
      await eventually(() => known() >= stream.sent - again.peer.messages.length, "each message is accounted for");
      expect(stream.reported.length).toBeLessThanOrEqual(1);
    }
    expect(logger.linesOf("error")).toEqual([expect.stringContaining(` died: ${reason}`)]);

    // Another thread serves in its place.
    await eventually(() => logger.linesOf("info").some((line) => line.endsWith("serves again")), "a new thread");
    await joinOnEach(server, 3, 1, "newcomer");
    expect([...workers.keys()]).toHaveLength(4);
  });

  it("reports its users' unwritten messages to their senders, once, in full number", async () => {
    const options = { threads: 2, limits: NO_RATES, modules: [ENDPOINTS] };
    await using server = await startTestServer(options);
    const [[, [ada, ann]], [thread, [bob, ben]]] = (await joinOnEach(server, 2, 2)) as [
      [string, [User, User]],
      [string, [User, User]],
    ];
    bob.peer.socket.pause();
    const full = `${"x".repeat(9_000)}`;
    const told = (text: string) => ada.peer.messages.filter(({ msg }) => msg.includes(text)).length;
    let sent = 0;
    for (let round = 1; told("can't take more messages") === 0 && round < 250; round++) {
      for (let index = 0; index < 20; index++, sent++) ada.peer.send(ada.name, bob.name, `${sent} ${full}`);
      ada.peer.send(ada.name, "/time", "");
      await ada.peer.waitFor(() => told("Server time: ") === round, "the answer behind them");
    }
    const refused = told("can't take more messages");
    expect(refused).toBeGreaterThan(0);
    await workers.get(thread)?.terminate();
    const stream = new Stream(ada, bob);
    await eventually(() => stream.reported.length > 0, "it is reported to the sender");
    bob.peer.socket.resume();
    await bob.peer.ended();
    expect(stream.reported).toHaveLength(1);
    const written = bob.peer.messages.filter(({ from }) => from.name === ada.name).length;
    expect(written + (stream.reported[0] ?? 0) + refused).toBeGreaterThanOrEqual(sent);
    expect(ann.peer.messages.some(({ msg }) => msg.includes("may not have arrived"))).toBe(false);
    await ben.peer.ended();
  });
});

it("a thread that is started in place of a dead one knows the bans and mutes, and not those that were lifted", async () => {
  const logger = new RecordingLogger();
  await using server = await startTestServer({ threads: 2, logger });
  const { control } = server.node;
  for (const name of ["Bob", "Cleo"]) await control.ban({ name }, { forMs: 3_600_000 });
  await control.unban({ name: "Cleo" });
  for (const worker of workers.values()) worker.terminate();
  await eventually(() => logger.linesOf("info").filter((line) => line.endsWith("serves again")).length === 2, "both");
  // Connections go to either thread.
  for (let index = 0; index < 20; index++) {
    await expect(server.join("BOB")).rejects.toThrow("banned, for another");
    (await server.join("Cleo")).vanish();
  }
});

describe("names over threads", () => {
  shareServers();

  it("has one winner of all claims of a name at once", async () => {
    await using server = await startTestServer({ threads: 4 });
    for (let round = 0; round < 5; round++) {
      const peers = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
      for (const peer of peers) peer.write(`Straße ${round}\n`);
      const texts = await Promise.all(peers.map((peer) => peer.nextText()));
      expect(texts.filter((text) => text.startsWith("Welcome "))).toHaveLength(1);
    }
    expect(server.node.userCount).toBe(5);
  });

  it("frees a name the moment its connection is gone, for users of all threads [C-46]", async () => {
    await using server = await startTestServer({ threads: 4 });
    for (let round = 0; round < 50; round++) (await server.join("Ada")).vanish();
  });

  it("lists users in the order in which they came, on every thread", async () => {
    await using server = await startTestServer({ threads: 3, modules: [ENDPOINTS] });
    const users = (await joinOnEach(server, 3, 2)).flatMap(([, list]) => list);
    await eventually(() => server.node.userCount === users.length, "those that were too many have left");
    const names = users.map(({ name }) => name).toSorted((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
    for (const { name, peer } of users) {
      peer.send(name, "/list", "");
      expect(await peer.nextText()).toBe(`Online users (5): ${names.filter((other) => other !== name).join(", ")}`);
    }
  });
});

describe("limits over threads", () => {
  it("admits the limit of connections on all threads together", async () => {
    await using server = await startTestServer({ threads: 2, limits: { maxConnections: 10 } });
    for (let index = 0; index < 10; index++) await server.join(`user ${index}`);
    for (let index = 0; index < 10; index++) {
      expect(await (await server.connect()).ended()).toEqual([expect.stringContaining("at most 10 connections")]);
    }
    expect(server.node.connectionCount).toBe(10);
  });

  it("admits the limit of connections from one address on all threads together, however fast they come", async () => {
    await using server = await startTestServer({ threads: 2, limits: { maxConnectionsPerAddress: 5 } });
    const peers = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
    for (const [index, peer] of peers.entries()) peer.write(`user ${index}\n`);
    const texts = await Promise.all(peers.map((peer) => peer.nextText()));
    expect(texts.filter((text) => text.startsWith("Welcome "))).toHaveLength(5);
    expect(texts.filter((text) => text.includes("at most 5 connections from one address"))).toHaveLength(15);
    await eventually(() => server.node.connectionCount === 5, "the refused ones do not count");
  });

  it("releases the connections of a dead thread", async () => {
    const options = { threads: 2, limits: { maxConnections: 8 }, modules: [ENDPOINTS] };
    await using server = await startTestServer(options);
    const users: User[] = [];
    for (let index = 0; index < 8; index++) users.push(await joinSomewhere(server, `user ${index}`));
    const { thread } = users[0] as User;
    await workers.get(thread)?.terminate();
    const survivors = users.filter((user) => user.thread !== thread).length;
    await eventually(() => server.node.connectionCount === survivors, "they do not count any more");
    expect(server.node.userCount).toBe(survivors);
  });
});

describe("endpoints in threads", () => {
  it.each([
    ["no-such-module.ts", /no-such-module\.ts can't be loaded/],
    [fileURLToPath(import.meta.resolve("./eventually.ts")), /eventually\.ts can't be used/],
  ])("keep a server from starting when %s has none", async (module, reason) => {
    const pool = new ThreadPool({ ...LOCAL, modules: [{ url: toModuleUrl(module), module: {} }] });
    await expect(pool.listen()).rejects.toThrow(reason);
    await pool.close();
  });

  it("keep a server from starting when they end a thread that waits for another", async () => {
    const pool = new ThreadPool({ ...LOCAL, modules: [{ url: toModuleUrl(DYING_ENDPOINTS), module: {} }] });
    await expect(pool.listen()).rejects.toThrow("died once it was loaded");
    await pool.close();
  });
});

describe("the port", () => {
  shareServers();

  const create = (threads: number, port: number) => {
    return threads === 1 ? createChatNode({ host: "127.0.0.1", port }) : new ThreadPool({ ...LOCAL, threads, port });
  };

  it.each([
    [2, 2],
    [2, 1],
    [1, 2],
  ])("of a server of %i threads is refused to a second one of %i", async (first, second) => {
    await using server = await startTestServer({ threads: first });
    const other = create(second, server.port);
    await expect(other.listen()).rejects.toMatchObject({ code: "EADDRINUSE" });
    await other.close();
    await server.join("Ada");
  });

  it("stays with a server whose threads are all dead", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ threads: 2, logger });
    const terminate = (worker: Worker) => void worker.terminate();
    process.on("worker", terminate);
    for (const worker of workers.values()) terminate(worker);
    await eventually(() => logger.linesOf("error").some((line) => line.includes("again and again")), "a pause");
    process.off("worker", terminate);
    for (const threads of [1, 2]) {
      const other = create(threads, server.port);
      await expect(other.listen()).rejects.toMatchObject({ code: "EADDRINUSE" });
      await other.close();
    }
  });

  it("is served again when all threads of its server have died", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ threads: 2, logger });
    for (const worker of workers.values()) worker.terminate();
    await eventually(() => logger.linesOf("info").filter((line) => line.endsWith("serves again")).length === 2, "both");
    await server.join("Ada");
    expect(logger.linesOf("error")).toHaveLength(2);
  });

  it("is free at once for the next server", async () => {
    const [port = 0] = await choosePorts(1);
    const first = new ThreadPool({ ...LOCAL, port });
    await first.listen();
    await first.close();
    await using second = new ThreadPool({ ...LOCAL, port });
    expect(await second.listen()).toMatchObject({ port });
  });
});

describe("a pool", () => {
  it("closes before it listens, and while it is about to", async () => {
    const pool = new ThreadPool(LOCAL);
    await pool.close();
    expect(() => pool.listen()).toThrow("closed");
    const second = new ThreadPool(LOCAL);
    const listening = second.listen();
    await second.close();
    await listening;
  });

  it("refuses to listen a second time, and goes on", async () => {
    await using server = await startTestServer({ threads: 2 });
    expect(() => server.node.listen()).toThrow("listens already");
    await server.join("Ada");
  });

  it("listens after it could not", async () => {
    const [port = 0] = await choosePorts(1);
    await using first = await startTestServer({ threads: 2, port });
    await using second = new ThreadPool({ ...LOCAL, port });
    await expect(second.listen()).rejects.toMatchObject({ code: "EADDRINUSE" });
    await first.node.close({ graceMs: 0 });
    expect(await second.listen()).toMatchObject({ port });
  });

  it("rejects limits out of range when it is made", () => {
    expect(() => new ThreadPool({ ...LOCAL, limits: { maxConnections: 0 } })).toThrow("maxConnections is 0");
  });
});
