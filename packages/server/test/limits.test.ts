import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import type { ChatNodeEvents } from "../src/chat-node-events.ts";
import type { Endpoint, EndpointContext } from "../src/dispatch/endpoint.ts";
import { LIMITS } from "../src/limits.ts";
import { eventually } from "./eventually.ts";
import { describeLimit, messageOf, SURE_WAIT_MS, serverHasRead, timeMessages, timeShouts } from "./limit-tests.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

const NO_RATES = { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 };

describeLimit("maxMessageBytes", () => {
  it.each([
    { maxMessageBytes: 256, bytes: 255 },
    { maxMessageBytes: 256, bytes: 256 },
    { maxMessageBytes: 65_536, bytes: 65_535 },
    { maxMessageBytes: 65_536, bytes: 65_536 },
  ])("of $maxMessageBytes takes a message of $bytes bytes [C-13]", async ({ maxMessageBytes, bytes }) => {
    await using server = await startTestServer({ limits: { maxMessageBytes } });
    const ada = await server.join("Ada");
    ada.write(messageOf(bytes));
    expect((await ada.nextText()).length).toBeGreaterThan(100);
  });

  it.each([256, 65_536])("of %i refuses a message of one byte more, and names the limit [C-13] [C-14]", async (max) => {
    await using server = await startTestServer({ limits: { maxMessageBytes: max } });
    const ada = await server.join("Ada");
    ada.write(messageOf(max + 1));
    expect((await ada.ended()).slice(1)).toEqual([
      `⛔ Error: At byte 4, the message is larger than ${max} bytes. Send less text at a time.`,
    ]);
  });
});

describeLimit("maxHandshakeBytes", () => {
  it.each([127, 128])("of 128 takes %i bytes before the newline [C-30]", async (bytes) => {
    await using server = await startTestServer({ limits: { maxHandshakeBytes: 128 } });
    const peer = await server.connect();
    peer.write(`${"Ada".padEnd(bytes)}\n`);
    expect((await peer.next()).to).toBe("Ada");
  });

  it.each(["\n", "{", ""])("of 128 refuses 129 bytes before %j, and names the limit [C-30]", async (end) => {
    await using server = await startTestServer({ limits: { maxHandshakeBytes: 128 } });
    const peer = await server.connect();
    peer.write(`${"Ada".padEnd(129)}${end}`);
    expect(await peer.ended()).toEqual([
      "⛔ Error: No name ended within the first 128 bytes. Send your name and a newline first.",
    ]);
  });

  it.each([
    { bytes: 1_024, expected: /^Welcome Ada! / },
    { bytes: 1_025, expected: /^⛔ Error: No name ended within the first 1024 bytes\./ },
  ])("is 1,024 unless told otherwise: $bytes bytes", async ({ bytes, expected }) => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.write(`${"Ada".padStart(bytes)}\n`);
    expect(await peer.nextText()).toMatch(expected);
  });
});

describeLimit("handshakeTimeoutMs", () => {
  it("refuses a connection that has sent no name by then, not before, and names the limit", async () => {
    await using server = await startTestServer({ limits: { handshakeTimeoutMs: 300 } });
    const start = performance.now();
    const peer = await server.connect();
    expect(await peer.ended()).toEqual(["⛔ Error: No name came within 0.3 s. Send your name and a newline first."]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(299);
  });

  it("is over for who has told a name in time", async () => {
    await using server = await startTestServer({ limits: { handshakeTimeoutMs: 1_500 } });
    const silent = await server.connect();
    const ada = await server.join("Ada");
    await silent.ended();
    ada.send("Ada", "Ada", "still here");
    expect(await ada.nextText()).toBe("still here");
  });
});

describeLimit("incompleteMessageTimeoutMs", () => {
  it("closes a connection whose message is not complete by then, not before, and names the limit [C-14]", async () => {
    await using server = await startTestServer({ limits: { incompleteMessageTimeoutMs: 300 } });
    const ada = await server.join("Ada");
    const start = performance.now();
    ada.write('{"from": {"name": "Ada"');
    expect((await ada.ended()).slice(1)).toEqual([
      '⛔ Error: At byte 4, the message was not complete after 0.3 s. Close every "{" and every quote.',
    ]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(299);
  });

  it("counts from the first byte of the message, not from the last one that came", async () => {
    await using server = await startTestServer({ limits: { incompleteMessageTimeoutMs: 300 } });
    const ada = await server.join("Ada");
    ada.write('{"from": {"name": "');
    const dripping = setInterval(() => ada.write("x"), 50);
    await ada.ended().finally(() => clearInterval(dripping));
  });

  it("does not count time in which a rate kept the message from being read", async () => {
    const limits = { incompleteMessageTimeoutMs: 2_000, bytesPerSecond: 40, byteBurst: 150 };
    await using server = await startTestServer({ limits });
    const ada = (await server.join("Ada")).setNoticesAside();
    const message = messageOf(250);
    const start = performance.now();
    ada.write(message.slice(0, 100));
    for (let turn = 0; turn < 3; turn++) await setImmediate();
    ada.write(message.slice(100));
    expect(await ada.nextText()).toMatch(/^x+$/);
    expect(performance.now() - start).toBeGreaterThan(2_000);
  });
});

describeLimit("maxOutboxBytes", () => {
  // A line to Bob has 69 bytes around its text.
  it.each([4_095, 4_096])("of 4,096 takes a message of %i bytes [C-71]", async (bytes) => {
    await using server = await startTestServer({ limits: { maxOutboxBytes: 4_096 } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    const before = bob.bytes.length;
    ada.send("Ada", "Bob", "x".repeat(bytes - 69));
    await bob.next();
    expect(bob.bytes.length - before).toBe(bytes);
  });

  it("of 4,096 refuses a message of 4,097 bytes to its sender [C-71]", async () => {
    await using server = await startTestServer({ limits: { maxOutboxBytes: 4_096 } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.send("Ada", "Bob", "x".repeat(4_097 - 69));
    expect(await ada.nextText()).toBe("❌ Error: 'Bob' can't take more messages right now. Try again later.");
    bob.send("Bob", "Bob", "nothing came before this");
    expect(await bob.nextText()).toBe("nothing came before this");
  });

  it("lets every answer through that is larger than the outbox", async () => {
    const long: Endpoint = {
      name: "/long",
      summary: "Answers at length.",
      handle: ({ reply }) => reply("x".repeat(10_000)),
    };
    await using server = await startTestServer({ limits: { maxOutboxBytes: 4_096 }, endpoints: [long] });
    const ada = await server.join("Ada");
    for (let index = 0; index < 20; index++) ada.send("Ada", "/long", "");
    for (let index = 0; index < 20; index++) expect(await ada.nextText()).toHaveLength(10_000);
  });
});

describeLimit("outboxStallTimeoutMs", () => {
  it("cuts off a receiver that has taken nothing for that long, not before [C-70]", async () => {
    await using server = await startTestServer({ limits: { ...NO_RATES, outboxStallTimeoutMs: 400 } });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    const left = once(server.node, "leave") as Promise<ChatNodeEvents["leave"]>;
    bob.socket.pause();
    const start = performance.now();
    for (let index = 0; index < 2_500; index++) ada.send("Ada", "Bob", "x".repeat(9_000));
    expect(await left).toEqual([{ name: "Bob", ip: "127.0.0.1", reason: "slow-reader" }]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(399);
  });
});

describeLimit("maxAllOutboxBytes", () => {
  it("cuts off the receiver that reads least when all outboxes together are past it, and names the limit", async () => {
    const logger = new RecordingLogger();
    const limits = {
      ...NO_RATES,
      maxOutboxBytes: 3_000_000,
      maxAllOutboxBytes: 4_000_000,
      outboxStallTimeoutMs: 60_000,
    };
    await using server = await startTestServer({ limits, logger });
    const [ada, bob, cleo] = [await server.join("Ada"), await server.join("Bob"), await server.join("Cleo")];
    const left = once(server.node, "leave") as Promise<ChatNodeEvents["leave"]>;
    for (const peer of [bob, cleo]) peer.socket.pause();
    const isFull = (name: string) =>
      ada.messages.some(({ msg }) => msg.startsWith(`❌ Error: '${name}' can't take more`));
    for (let index = 0; !isFull("Bob") && index < 5_000; index++) {
      ada.send("Ada", "Bob", "x".repeat(9_000));
      if (index % 100 === 0) await serverHasReadFrom(ada);
    }
    expect(isFull("Bob")).toBe(true);
    expect(server.node.userCount).toBe(3);
    for (let index = 0; server.node.userCount === 3 && index < 5_000; index++) {
      ada.send("Ada", "Cleo", "x".repeat(9_000));
      if (index % 10 === 0) await serverHasReadFrom(ada);
    }
    expect(await left).toEqual([{ name: "Bob", ip: "127.0.0.1", reason: "out-of-memory" }]);
    expect(logger.linesOf("warn")).toEqual(["maxAllOutboxBytes (4000000 bytes) is used up: the slowest reader goes"]);
    await ada.waitFor(
      () =>
        ada.messages.some(({ msg }) => /^❌ Error: \d+ of your messages to 'Bob' may not have arrived\.$/.test(msg)),
      "the notice",
    );
    expect(isFull("Cleo")).toBe(false);
  });

  async function serverHasReadFrom(ada: TestPeer): Promise<void> {
    const checkpoint = `checkpoint ${ada.messages.length}`;
    ada.send("Ada", "Ada", checkpoint);
    await ada.waitFor(() => ada.messages.some(({ msg }) => msg === checkpoint), "the checkpoint");
  }
});

describeLimit("maxAllIncompleteBytes", () => {
  async function holdIncomplete(server: TestServer, name: string, bytes: number): Promise<TestPeer> {
    const peer = await server.join(name);
    peer.write(`{"${"x".repeat(bytes - 2)}`);
    await eventually(() => peer.socket.writableLength === 0, "it is written");
    return peer;
  }

  it("of 65,536 takes 65,000 bytes of all incomplete messages together", async () => {
    await using server = await startTestServer({ limits: { maxAllIncompleteBytes: 65_536 } });
    // The rest is for the names and requests below, which count while they wait for their turn.
    const cleo = await server.join("Cleo");
    const peers = [await holdIncomplete(server, "Ada", 40_000), await holdIncomplete(server, "Bob", 25_000)];
    await serverHasRead(cleo, "Cleo");
    expect(server.node.userCount).toBe(3);
    expect(peers.map(({ isEnded }) => isEnded)).toEqual([false, false]);
  });

  it("of 65,536 closes the connection that holds most at 65,537, and names the limit", async () => {
    const logger = new RecordingLogger();
    await using server = await startTestServer({ limits: { maxAllIncompleteBytes: 65_536 }, logger });
    const cleo = await server.join("Cleo");
    const ada = await holdIncomplete(server, "Ada", 40_000);
    const bob = await holdIncomplete(server, "Bob", 25_000);
    await serverHasRead(cleo, "Cleo");
    const left = once(server.node, "leave") as Promise<ChatNodeEvents["leave"]>;
    bob.write("x".repeat(537));
    expect((await ada.ended()).slice(1)).toEqual([
      "⛔ Error: You were disconnected: all incomplete messages together passed maxAllIncompleteBytes (65536 bytes).",
    ]);
    expect(await left).toEqual([{ name: "Ada", ip: "127.0.0.1", reason: "out-of-memory" }]);
    expect(logger.linesOf("warn")).toEqual([
      "maxAllIncompleteBytes (65536 bytes) is used up: the largest message goes",
    ]);
    expect(bob.isEnded).toBe(false);
  });

  it("counts nothing any more for messages that were completed, or whose sender has gone", async () => {
    await using server = await startTestServer({ limits: { maxAllIncompleteBytes: 65_536 } });
    const ada = await server.join("Ada");
    for (let round = 0; round < 5; round++) {
      ada.write(messageOf(60_000));
      await ada.nextText();
      const bob = await holdIncomplete(server, "Bob", 60_000);
      await serverHasRead(ada, "Ada");
      expect(bob.isEnded).toBe(false);
      bob.vanish();
      await eventually(() => server.node.userCount === 1, "Bob is gone");
    }
  });
});

describeLimit("maxNamelessPerAddress", () => {
  const TOO_MANY =
    "⛔ Error: Server full: it takes at most 2 connections without a name from one address. Try again later.";

  it("gives up the oldest of those that are too many, after half of their time, and tells them so [C-34]", async () => {
    const limits = { maxNamelessPerAddress: 2, handshakeTimeoutMs: 6_000 };
    await using server = await startTestServer({ limits });
    const start = performance.now();
    const [first, , third] = [await server.connect(), await server.connect(), await server.connect()];
    expect(await first.ended()).toEqual([TOO_MANY]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(999);
    third.write("Ada\n");
    expect(await third.nextText()).toMatch(/^Welcome Ada! /);
  });

  it("counts nobody who has told a name", async () => {
    const limits = { maxNamelessPerAddress: 1, handshakeTimeoutMs: 3_000 };
    await using server = await startTestServer({ limits });
    const users = [await server.join("Ada"), await server.join("Bob"), await server.join("Cleo")];
    await (await server.connect()).ended();
    expect(users.map(({ isEnded }) => isEnded)).toEqual([false, false, false]);
  });

  it("is off at 0", async () => {
    const limits = { maxNamelessPerAddress: 0, maxConnections: 20, handshakeTimeoutMs: 5_000 };
    await using server = await startTestServer({ limits });
    const silent = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
    const oneMore = await server.connect();
    expect(await oneMore.ended()).toEqual([expect.stringContaining("at most 20 connections")]);
    for (const peer of silent) expect(await peer.ended()).toEqual([expect.stringContaining("within 5 s")]);
  });
});

describeLimit("messageBurst", () => {
  it("of 200 takes 200 messages at once, though the rate lets one pass per second", async () => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 1, messageBurst: 200 } });
    await timeMessages(server, 200);
  });

  it("of 10 lets the 11th wait until the rate allows it, and refuses nothing", async () => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 1, messageBurst: 10 } });
    expect(await timeMessages(server, 11)).toBeGreaterThanOrEqual(SURE_WAIT_MS);
  });

  it("is used up by rejected frames as well", async () => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 1, messageBurst: 10 } });
    const ada = (await server.join("Ada")).setNoticesAside();
    const start = performance.now();
    ada.write(`${"{}".repeat(10)}${messageOf(200)}`);
    await ada.waitFor(() => ada.messages.length === 12, "all answers");
    expect(performance.now() - start).toBeGreaterThanOrEqual(SURE_WAIT_MS);
  });
});

describeLimit("messagesPerSecond", () => {
  it("delays what is past it; everything arrives, in order", async () => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 50, messageBurst: 10 } });
    expect(await timeMessages(server, 60)).toBeGreaterThanOrEqual(SURE_WAIT_MS);
  });

  it("is off at 0", async () => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 0, messageBurst: 1 } });
    await timeMessages(server, 5_000);
  });

  it("does not hold back other connections", async () => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 1, messageBurst: 5 } });
    const [ada, bob] = [(await server.join("Ada")).setNoticesAside(), await server.join("Bob")];
    for (let index = 0; index < 100; index++) ada.send("Ada", "Ada", "");
    await ada.waitFor(() => ada.messages.length === 6, "the burst");
    bob.send("Bob", "/list", "");
    expect(await bob.nextText()).toBe("Online users (1): Ada");
    expect(ada.messages.length).toBeLessThan(101);
  });

  it.each([
    ["a reset", (peer: TestPeer) => peer.vanish()],
    ["a FIN", (peer: TestPeer) => peer.end()],
  ])("does not keep the server from noticing that the peer has gone, by %s", async (_, leave) => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 1, messageBurst: 1 } });
    const ada = await server.join("Ada");
    // At the rate they would take five minutes.
    for (let index = 0; index < 300; index++) ada.send("Ada", "Ada", `${index}`);
    await ada.nextText();
    leave(ada);
    await eventually(() => server.node.userCount === 0, "the name is free");
  });

  it("does not hold back messages that a peer sent before its FIN [C-35]", async () => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 1, messageBurst: 1 } });
    const ada = (await server.connect()).setNoticesAside();
    const request = JSON.stringify({ from: { name: "Ada", ip: "" }, to: "/list", msg: "" });
    ada.end(`Ada\n${request.repeat(50)}`);
    expect(await ada.ended()).toHaveLength(51);
  });
});

describeLimit("messagesPerSecond", () => {
  it("holds no more of a peer's later messages in memory than a limit allows", async () => {
    const limits = { messagesPerSecond: 2, messageBurst: 1, maxAllIncompleteBytes: 400 * 1024 };
    await using server = await startTestServer({ limits });
    const ada = await server.join("Ada");
    ada.write(messageOf(1_000).repeat(4_000));
    await ada.waitFor(() => ada.messages.length >= 8, "answers at the rate");
    expect(ada.isEnded).toBe(false);
  });
});

describeLimit("byteBurst", () => {
  it("of 60,000 lets 59,999 bytes pass at once, though the rate lets one pass per second", async () => {
    await using server = await startTestServer({ limits: { bytesPerSecond: 1, byteBurst: 60_000 } });
    const ada = await server.join("Ada");
    ada.write(messageOf(59_999));
    expect((await ada.nextText()).length).toBeGreaterThan(59_000);
  });

  it.each([
    { bytes: 1_000, waitMs: 1_000 },
    { bytes: 1_001, waitMs: 2_000 },
  ])("of 1,000 at 1 byte/s holds $bytes bytes back for $waitMs ms, until a byte is left", async ({ bytes, waitMs }) => {
    await using server = await startTestServer({ limits: { bytesPerSecond: 1, byteBurst: 1_000 } });
    const ada = (await server.join("Ada")).setNoticesAside();
    const start = performance.now();
    ada.write(messageOf(bytes));
    await ada.nextText();
    expect(performance.now() - start).toBeGreaterThanOrEqual(waitMs - 1_000 + SURE_WAIT_MS);
  });
});

describeLimit("bytesPerSecond", () => {
  it("delays what is past it; everything arrives, in order", async () => {
    await using server = await startTestServer({ limits: { bytesPerSecond: 10_000, byteBurst: 10_000 } });
    const ada = (await server.join("Ada")).setNoticesAside();
    const start = performance.now();
    for (let index = 0; index < 40; index++) ada.write(messageOf(500 + index));
    await ada.waitFor(() => ada.messages.length === 41, "all messages");
    const lengths = ada.messages.slice(1).map(({ msg }) => msg.length);
    expect(lengths).toEqual(Array.from({ length: 40 }, (_, index) => (lengths[0] ?? 0) + index));
    // 20,780 bytes, of which 10,000 are free.
    expect(performance.now() - start).toBeGreaterThanOrEqual(SURE_WAIT_MS);
  });

  it("is off at 0", async () => {
    await using server = await startTestServer({ limits: { ...NO_RATES, byteBurst: 1 } });
    const ada = await server.join("Ada");
    for (let index = 0; index < 100; index++) ada.write(messageOf(60_000));
    await ada.waitFor(() => ada.messages.length === 101, "all messages");
  });
});

describeLimit("endpointTimeoutMs", () => {
  it("answers for an endpoint that has not answered by then, not before, and names the limit [C-68]", async () => {
    const never: Endpoint = { name: "/never", summary: "Never answers.", handle: () => undefined };
    await using server = await startTestServer({ limits: { endpointTimeoutMs: 300 }, endpoints: [never] });
    const ada = await server.join("Ada");
    const start = performance.now();
    ada.send("Ada", "/never", "");
    expect(await ada.nextText()).toBe("❌ Error: '/never' gave no answer within 0.3 s. Try again later.");
    expect(performance.now() - start).toBeGreaterThanOrEqual(299);
  });
});

describe("64 waiting requests", () => {
  it("are the most of one connection; then it is not read until one is answered [C-69]", async () => {
    const replies: EndpointContext["reply"][] = [];
    const later: Endpoint = {
      name: "/later",
      summary: "Answers late.",
      handle: ({ reply }) => void replies.push(reply),
    };
    await using server = await startTestServer({ endpoints: [later] });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    for (const { sent, asked } of [
      { sent: 63, asked: 63 },
      { sent: 1, asked: 64 },
      { sent: 1, asked: 64 },
      { sent: 15, asked: 64 },
    ]) {
      for (let index = 0; index < sent; index++) ada.send("Ada", "/later", "");
      await eventually(() => replies.length >= asked, "the requests were read");
      await serverHasRead(bob, "Bob");
      expect(replies).toHaveLength(asked);
    }
    replies[0]?.("answer 0");
    expect(await ada.nextText()).toBe("answer 0");
    await eventually(() => replies.length > 64, "the next request was read");
    expect(replies).toHaveLength(65);
    for (let index = 1; index < 80; index++) {
      await eventually(() => replies.length > index, "the request was read");
      replies[index]?.(`answer ${index}`);
      expect(await ada.nextText()).toBe(`answer ${index}`);
    }
  });

  it("do not keep the server from noticing that the peer has gone", async () => {
    const never: Endpoint = { name: "/never", summary: "Never answers.", handle: () => undefined };
    await using server = await startTestServer({ limits: { endpointTimeoutMs: 300_000 }, endpoints: [never] });
    const ada = await server.join("Ada");
    for (let index = 0; index < 100; index++) ada.send("Ada", "/never", "");
    ada.vanish();
    await eventually(() => server.node.userCount === 0, "the name is free");
  });
});

it("lets 64 refused connections linger; with one more, the oldest is cut off", async () => {
  await using server = await startTestServer();
  let closed = 0;
  server.node.on("closed", () => {
    closed += 1;
  });
  const refuse = async () => {
    const peer = await server.connect();
    peer.write("\n");
    expect(await peer.ended()).toHaveLength(1);
  };
  await Promise.all(Array.from({ length: 64 }, refuse));
  expect(closed).toBe(0);
  await refuse();
  expect(closed).toBe(1);
  expect(server.node.connectionCount).toBe(0);
});

describeLimit("shoutDeliveriesPerSecond", () => {
  it("delays shouts past it", async () => {
    // Two receivers each, so that two seconds' worth is used up by two shouts.
    await using server = await startTestServer({ limits: { shoutDeliveriesPerSecond: 2 } });
    expect(await timeShouts(server, 4)).toBeGreaterThanOrEqual(SURE_WAIT_MS);
  });
});

describeLimit("shoutsPerSecond", () => {
  it("counts for what a peer sent before its FIN as well: all is answered, not all is shouted [C-35]", async () => {
    await using server = await startTestServer({ limits: { shoutsPerSecond: 1, shoutBurst: 2 } });
    const bob = await server.join("Bob");
    const ada = await server.connect();
    const shout = JSON.stringify({ from: { name: "Ada", ip: "" }, to: "/shout", msg: "hey" });
    ada.end(`Ada\n${shout.repeat(20)}`);
    const answers = (await ada.ended()).slice(1);
    const receipts = answers.filter((text) => text === "Message sent to 1 users").length;
    const refusals = answers.filter((text) => text.startsWith("⛔ Error: This came too late")).length;
    // One may have begun when the time was up.
    const unanswered = answers.filter((text) => text.includes("could not answer this in time")).length;
    expect(receipts + refusals + unanswered).toBe(20);
    // Two at once, then one per second until the time is up.
    expect(receipts).toBeGreaterThanOrEqual(3);
    expect(refusals).toBeGreaterThanOrEqual(5);
    await bob.waitFor(() => bob.messages.length === 1 + receipts, "the shouts");
  });
});

describeLimit("shoutBurst", () => {
  it("of 100 takes 100 shouts at once, though the rate lets one pass per second", async () => {
    await using server = await startTestServer({ limits: { shoutsPerSecond: 1, shoutBurst: 100 } });
    await timeShouts(server, 100);
  });

  it("of 3 lets those behind it wait until the rate allows them, and refuses nothing", async () => {
    await using server = await startTestServer({ limits: { shoutsPerSecond: 1, shoutBurst: 3 } });
    // On a busy machine the endpoint may be put off, and its connection takes one more message before the shout counts.
    expect(await timeShouts(server, 6)).toBeGreaterThanOrEqual(SURE_WAIT_MS);
  });
});

describeLimit("shoutsPerSecond", () => {
  it("delays shouts past it; all of them arrive, in order", async () => {
    await using server = await startTestServer({ limits: { shoutsPerSecond: 25, shoutBurst: 5 } });
    expect(await timeShouts(server, 30)).toBeGreaterThanOrEqual(SURE_WAIT_MS);
  });

  it("is off at 0", async () => {
    await using server = await startTestServer({ limits: { shoutsPerSecond: 0, shoutBurst: 1 } });
    await timeShouts(server, 500);
  });

  it("does not count for other messages", async () => {
    await using server = await startTestServer({ limits: { shoutsPerSecond: 1, shoutBurst: 1 } });
    await timeMessages(server, 100);
  });
});

it("has a test for every limit", () => {
  const files = ["limits.test.ts", "shared-limits.test.ts"].map((file) =>
    readFileSync(`${import.meta.dirname}/${file}`, "utf8"),
  );
  const tested = files.join("").matchAll(/^describeLimit\("(\w+)"/gm);
  expect([...new Set([...tested].map(([, name]) => name))].toSorted()).toEqual(Object.keys(LIMITS).toSorted());
});
