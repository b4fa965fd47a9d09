import { expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { describeLimit, messageOf, SURE_WAIT_MS, timeShouts } from "./limit-tests.ts";
import { startTestServer } from "./test-server.ts";

describeLimit("maxConnections", () => {
  const FULL = "⛔ Error: Server full: it takes at most 3 connections. Try again later.";

  it("takes so many connections, with a name or without; one more is told so [C-34]", async () => {
    await using server = await startTestServer({ limits: { maxConnections: 3 } });
    await server.join("Ada");
    await server.connect();
    await eventually(() => server.node.connectionCount === 2, "the nameless one has a place");
    const third = await server.join("Cleo");
    const fourth = await server.connect();
    expect(await fourth.ended()).toEqual([FULL]);
    expect(fourth.messages[0]).toEqual({ from: { name: "SERVER", ip: "0.0.0.0" }, to: "Guest", msg: FULL });
    third.vanish();
    await eventually(() => server.node.connectionCount <= 2, "a place is free");
    await server.join("Dan");
  });

  it("lets who was refused read it although it had already told its name [C-34]", async () => {
    await using server = await startTestServer({ limits: { maxConnections: 1 } });
    await server.join("Ada");
    for (let round = 0; round < 20; round++) {
      const peer = await server.connect();
      peer.write(`Bob\n${messageOf(200)}`);
      expect(await peer.ended()).toEqual(["⛔ Error: Server full: it takes at most 1 connections. Try again later."]);
    }
  });
});

describeLimit("maxConnectionsPerAddress", () => {
  it("takes so many from one address; one more is told so, and other addresses don't notice [C-34]", async () => {
    await using server = await startTestServer({ limits: { maxConnectionsPerAddress: 2 } });
    const ada = await server.join("Ada");
    // A user has been counted by all threads: with a name, it went through the registry of names behind its address.
    await server.join("Dora");
    const third = await server.connect();
    expect(await third.ended()).toEqual([
      "⛔ Error: Server full: it takes at most 2 connections from one address. Try again later.",
    ]);
    const elsewhere = await server.connect("127.0.0.2");
    elsewhere.write("Bob\n");
    expect(await elsewhere.nextText()).toMatch(/^Welcome Bob! /);
    ada.vanish();
    // The place is free once the thread that counts for all has heard of it.
    let answer = "";
    while (!answer.startsWith("Welcome Cleo! ")) {
      const cleo = await server.connect();
      cleo.write("Cleo\n");
      answer = await cleo.nextText();
    }
  });

  it("is off at 0", async () => {
    await using server = await startTestServer({ limits: { maxConnectionsPerAddress: 0 } });
    for (let index = 0; index < 50; index++) await server.join(`user ${index}`);
  });
});

/** A burst that is used up by anything, so that what comes next has to wait for the rate. */
const NO_SHOUT_BURST = { shoutsPerSecond: 1_000, shoutByteBurst: 1 };

describeLimit("shoutByteBurst", () => {
  it("lets all begin at once that fits into it", async () => {
    await using server = await startTestServer({ limits: { shoutBytesPerSecond: 1, shoutByteBurst: 1_000_000 } });
    await timeShouts(server, 50);
  });
});

describeLimit("shoutBytesPerSecond", () => {
  const LATE = /^⛔ Error: (The server could not answer this in time\.|This came too late to be done within 5 s)/;

  it("delays shouts past it, whoever shouts: nothing is refused", async () => {
    await using server = await startTestServer({ limits: { ...NO_SHOUT_BURST, shoutBytesPerSecond: 2_000 } });
    const [ada, bob] = [(await server.join("Ada")).setNoticesAside(), (await server.join("Bob")).setNoticesAside()];
    const startedAt = performance.now();
    // Each is some 1,100 bytes on the wire. The first of both may begin at once, each on a loop of its own.
    for (const [name, peer] of Object.entries({ Ada: ada, Bob: bob })) {
      for (let index = 0; index < 2; index++) peer.send(name, "/shout", `${index}`.repeat(1_000));
    }
    await Promise.all([ada, bob].map((peer) => peer.waitFor(() => peer.messages.length === 5, "all shouts")));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(SURE_WAIT_MS);
    const receipts = ada.messages.filter(({ from }) => from.name === "SERVER").map(({ msg }) => msg);
    expect(receipts.slice(1)).toEqual(["Message sent to 1 users", "Message sent to 1 users"]);
  });

  it("and the rate of deliveries are off with shoutsPerSecond at 0", async () => {
    const limits = { ...NO_SHOUT_BURST, shoutBytesPerSecond: 1, shoutDeliveriesPerSecond: 1, shoutsPerSecond: 0 };
    await using server = await startTestServer({ limits });
    await timeShouts(server, 50);
  });

  it("counts for what a peer sent before its FIN: what is still to begin then is answered with an error [C-35]", async () => {
    await using server = await startTestServer({ limits: { ...NO_SHOUT_BURST, shoutBytesPerSecond: 1 } });
    const bob = await server.join("Bob");
    const ada = (await server.connect()).setNoticesAside();
    const shout = JSON.stringify({ from: { name: "Ada", ip: "" }, to: "/shout", msg: "hey" });
    ada.end(`Ada\n${shout.repeat(3)}`);
    // The second one may be waiting for the budget by then, and the third one too or still be unread.
    expect((await ada.ended()).slice(1)).toEqual([
      "Message sent to 1 users",
      expect.stringMatching(LATE),
      expect.stringMatching(LATE),
    ]);
    bob.send("Bob", "Bob", "one shout came before this");
    expect([await bob.nextText(), await bob.nextText()]).toEqual(["hey", "one shout came before this"]);
  });
});
