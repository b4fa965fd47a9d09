import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeLoop, type FakeConnection, messageText } from "../../test/fake-connection.ts";
import type { Backplane } from "../backplane/backplane.ts";
import { LocalBackplane } from "../backplane/local-backplane.ts";
import { LINGER_MS, MAX_LINGER_BYTES } from "../limits.ts";
import { DisconnectReason } from "./disconnect-reason.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds = 5) => vi.advanceTimersByTimeAsync(milliseconds);

async function join(loop: ReturnType<typeof createFakeLoop>, name: string): Promise<FakeConnection> {
  const joined = loop.connect();
  joined.peer.send(`${name}\n`);
  await pass();
  return joined;
}

describe("a newcomer", () => {
  it("is nameless until its name is there, and then a user", async () => {
    const loop = createFakeLoop();
    const { connection, peer } = loop.connect();
    peer.send("Ad");
    expect([connection.isNameless, connection.userName, connection.inputBytes > 0]).toEqual([true, null, true]);
    peer.send("a\n");
    expect([connection.isNameless, connection.userName, connection.inputBytes]).toEqual([false, "Ada", 0]);
    await pass();
    expect(loop.events).toEqual(["Ada joined"]);
    expect(peer.texts[0]).toMatch(/^Welcome Ada!/);
  });

  it("takes its name from its first message when it skips the handshake [C-32]", async () => {
    const loop = createFakeLoop();
    const { peer } = loop.connect();
    peer.send(messageText("Ada", "Bob", "hello"));
    await pass(100);
    expect(loop.events).toEqual(["Ada joined", "Ada: unknown-user"]);
    expect(peer.texts[1]).toContain("Bob");
  });

  it("has the bytes so far for its name at the handshake deadline, when there is no silence before [C-31]", async () => {
    const loop = createFakeLoop({ handshakeTimeoutMs: 300 });
    const { connection, peer } = loop.connect();
    for (let elapsedMs = 0; elapsedMs < 300; elapsedMs += 20) {
      peer.send("a");
      await pass(20);
    }
    await pass();
    expect(connection.userName).toBe("a".repeat(15));
  });

  it("is refused with a name that is taken, and its name is nobody's", async () => {
    const loop = createFakeLoop();
    await join(loop, "Ada");
    const { connection, peer } = await join(loop, "ada");
    expect(peer.texts).toHaveLength(1);
    expect([peer.transport.isWritable, connection.userName]).toEqual([false, null]);
    peer.transport.close(false);
    expect(loop.events.slice(1)).toEqual([expect.stringMatching(/^refused: /), "nobody closed: refused"]);
  });

  it("has the address that a trusted proxy names", () => {
    const loop = createFakeLoop();
    const { connection, peer } = loop.connect("10.9.9.9");
    connection.admitted();
    peer.send("PROXY TCP4 10.1.1.1 10.2.2.2 1 2\r\n");
    expect(connection.ip).toBe("10.1.1.1");
  });

  it("releases the name when it is gone before its claim is decided", async () => {
    const backplane: Backplane = new LocalBackplane();
    const claim = backplane.claim.bind(backplane);
    const { promise, resolve } = Promise.withResolvers<void>();
    backplane.claim = (mailbox) => promise.then(() => claim(mailbox));
    const loop = createFakeLoop({}, [], backplane);
    const { peer } = await join(loop, "Ada");
    peer.transport.close(true);
    resolve();
    await pass();
    expect(backplane.userCount).toBe(0);
    expect(loop.events).toEqual(["Ada closed: lost"]);
  });

  it("is refused when its claim fails", async () => {
    const backplane: Backplane = new LocalBackplane();
    backplane.claim = () => Promise.reject(new Error("no registry"));
    const loop = createFakeLoop({}, [], backplane);
    await join(loop, "Ada");
    expect(loop.events).toEqual(["Ada: Error: no registry", expect.stringMatching(/^refused: /)]);
  });

  it("is refused for the lack of room as long as it is no user", async () => {
    const loop = createFakeLoop();
    const { connection, peer } = loop.connect();
    connection.refuseOverLimit("it is full");
    expect(peer.texts[0]).toContain("it is full");
    const ada = await join(loop, "Ada");
    ada.connection.refuseOverLimit("it is full");
    expect(ada.connection.userName).toBe("Ada");
    expect(loop.events).toHaveLength(2);
  });
});

describe("the wait for the rest of a message", () => {
  it("is over when it has come in time, and starts anew with each message", async () => {
    const loop = createFakeLoop({ incompleteMessageTimeoutMs: 5_000 });
    const [ada, halves] = [await join(loop, "Ada"), await join(loop, "Halves")];
    const text = messageText("Ada", "Ada", "hello");
    const [first, second] = [text.slice(0, 30), text.slice(30)];
    for (const { peer } of [ada, halves]) peer.send(first);
    for (let round = 0; round < 3; round++) {
      await pass(4_000);
      // There is always a message that is not complete.
      ada.peer.send(second + first);
    }
    await pass(4_000);
    ada.peer.send(second);
    await pass(10_000);
    const notice = expect.stringMatching(/^Notice: The message that began at byte \d+ has no end/);
    expect(ada.peer.texts.slice(1)).toEqual(Array(4).fill([notice, "hello"]).flat());
    expect(halves.peer.texts.slice(1)).toEqual([notice, expect.stringContaining("was not complete after 5 s")]);
  });
});

describe("the end of a connection", () => {
  it("frees the name when the peer's input ends, and closes when its answers are written [C-35]", async () => {
    const replies: ((text: string) => void)[] = [];
    const later = {
      name: "/later",
      summary: "",
      handle: ({ reply }: { reply: (text: string) => void }) => void replies.push(reply),
    } as const;
    const loop = createFakeLoop({}, [later]);
    const { peer } = await join(loop, "Ada");
    peer.send(messageText("Ada", "/later", ""));
    peer.transport.endInput();
    expect([loop.backplane.userCount, peer.transport.isWritable]).toEqual([0, true]);
    replies[0]?.("the answer");
    await pass();
    expect(peer.texts[1]).toBe("the answer");
    expect(peer.hasEnded).toBe(true);
    peer.transport.close(false);
    expect(loop.events).toEqual(["Ada joined", "Ada left: left", "Ada closed: left"]);
  });

  it.each([
    ["before its claim is settled", "Ada\n"],
    ["behind a name without a newline", "Ada"],
    ["behind a first message", messageText("Ada", "Ada", "hello")],
    ["behind a first message that is not read at once", messageText("Ada", "Ada", "x".repeat(10_000))],
  ])("waits for the claim when the peer's input ends %s", async (_, text) => {
    const loop = createFakeLoop();
    const { peer } = loop.connect();
    peer.send(text);
    peer.transport.endInput();
    await pass(50);
    expect(loop.events).toEqual(["Ada joined", "Ada left: left"]);
    expect(peer.hasEnded).toBe(true);
  });

  it("does not wait for gaps between the answers to a peer that has left, and may not frame [C-35]", async () => {
    const loop = createFakeLoop();
    const { peer } = loop.connect();
    peer.send(`Bob${messageText("Bob", "/none", "").repeat(50)}`);
    peer.transport.endInput();
    await pass(100);
    const times = new Set(peer.writes.map(({ at }) => at));
    expect([peer.texts.length, times.size]).toEqual([51, 1]);
  });

  it("comes once, for the first reason", async () => {
    const loop = createFakeLoop();
    const { connection, peer } = await join(loop, "Ada");
    connection.hangUp(DisconnectReason.OutOfMemory, "it is used up");
    connection.hangUp(DisconnectReason.SlowReader, "too slow");
    peer.transport.close(true);
    connection.cutOff(DisconnectReason.ShuttingDown);
    expect(loop.events).toEqual(["Ada joined", "Ada left: out-of-memory", "Ada closed: out-of-memory"]);
    expect(peer.texts[1]).toContain("it is used up");
    expect(peer.transport.isDestroyed).toBe(true);
  });

  it("is a goodbye for a user, and a cut for a newcomer, when the server shuts down", async () => {
    const loop = createFakeLoop();
    const ada = await join(loop, "Ada");
    const newcomer = loop.connect();
    for (const { connection } of [ada, newcomer]) connection.shutDown();
    expect([ada.peer.transport.isDestroyed, newcomer.peer.transport.isDestroyed]).toEqual([false, true]);
    expect(ada.peer.texts[1]).toBe("Server is shutting down");
    expect(loop.events).toEqual(["Ada joined", "Ada left: shutting-down", "nobody closed: shutting-down"]);
  });

  it("reports the messages that were not written when it is cut off [C-72]", async () => {
    const loop = createFakeLoop();
    const [ada, bob] = [await join(loop, "Ada"), await join(loop, "Bob")];
    bob.peer.stopReading();
    for (const text of ["1", "2"]) ada.peer.send(messageText("Ada", "Bob", text));
    await pass();
    bob.connection.cutOff(DisconnectReason.SlowReader);
    expect(loop.events.slice(2)).toEqual(["Bob left: slow-reader", "Bob closed: slow-reader, 2 unwritten"]);
  });

  it("drops what a slow reader waits for, and reports it at once", async () => {
    const loop = createFakeLoop();
    const [ada, bob] = [await join(loop, "Ada"), await join(loop, "Bob")];
    bob.peer.stopReading();
    ada.peer.send(messageText("Ada", "Bob", "1"));
    await pass();
    ada.peer.send(messageText("Ada", "Bob", "2"));
    bob.connection.hangUpOnReader(DisconnectReason.SlowReader, "too slow");
    expect(loop.events.slice(2)).toEqual(["2 to Bob undelivered", "Bob left: slow-reader"]);
  });

  it("throws away what still comes, and cuts off a peer that sends too much or lingers", async () => {
    const loop = createFakeLoop();
    const [ada, bob] = [await join(loop, "Ada"), await join(loop, "Bob")];
    for (const { connection } of [ada, bob]) {
      connection.hangUp(DisconnectReason.NameLost, "it is gone");
    }
    ada.peer.send("x".repeat(MAX_LINGER_BYTES));
    expect(ada.peer.transport.isDestroyed).toBe(false);
    ada.peer.send("x");
    expect([ada.peer.transport.isDestroyed, bob.peer.transport.isDestroyed]).toEqual([true, false]);
    await pass(LINGER_MS);
    expect(bob.peer.transport.isDestroyed).toBe(true);
  });

  it("lets a peer read the answer to what ended its connection [C-14]", async () => {
    const loop = createFakeLoop();
    const ada = await join(loop, "Ada");
    ada.peer.send(`{${"x".repeat(65_536)}`);
    ada.peer.send("x".repeat(MAX_LINGER_BYTES));
    expect(ada.peer.transport.isDestroyed).toBe(false);
    await pass(LINGER_MS);
    expect(ada.peer.transport.isDestroyed).toBe(true);
  });

  it("is not hastened by what comes before its last words are written", async () => {
    const loop = createFakeLoop();
    const ada = await join(loop, "Ada");
    ada.peer.stopReading();
    ada.connection.hangUp(DisconnectReason.NameLost, "it is gone");
    ada.peer.send("x".repeat(2 * MAX_LINGER_BYTES));
    expect(ada.peer.transport.isDestroyed).toBe(false);
  });
});
