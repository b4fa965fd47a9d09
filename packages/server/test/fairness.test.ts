import { setImmediate as nextTurn } from "node:timers/promises";
import { serverTexts } from "@chat/protocol";
import { describe, expect, it, vi } from "vitest";
import type { Endpoint } from "../src/dispatch/endpoint.ts";
import { TURN_MS } from "../src/limits.ts";
import { startTestServer } from "./test-server.ts";

/** Holds the event loop for longer than a turn. */
function compute(): void {
  const endsAt = performance.now() + 2 * TURN_MS;
  while (performance.now() < endsAt);
}

/** An endpoint that records its name, does some work, and answers. */
function recording(calls: string[], name: `/${string}`, work: () => void = () => undefined): Endpoint {
  return {
    name,
    summary: "For this test.",
    handle: ({ reply }) => {
      calls.push(name);
      work();
      reply(name);
    },
  };
}

function requests(name: string, to: string, count: number): string {
  return JSON.stringify({ from: { name, ip: "" }, to, msg: "" }).repeat(count);
}

describe("a turn of one connection", () => {
  it("ends behind a call that took long: other connections wait for one call, not for all", async () => {
    const calls: string[] = [];
    const endpoints = [recording(calls, "/compute", compute), recording(calls, "/mark")];
    await using server = await startTestServer({ endpoints });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.write(requests("Ada", "/compute", 20));
    bob.write(requests("Bob", "/mark", 1));
    expect(await bob.nextText()).toBe("/mark");
    await ada.waitFor(() => ada.messages.length === 21, "all answers");
    // One call may come first, and one more in the turn in which the other connection is read.
    expect(calls.indexOf("/mark")).toBeLessThanOrEqual(2);
  });

  it("ends behind an endpoint that computes after it has waited, too", async () => {
    const calls: string[] = [];
    const later: Endpoint = {
      name: "/compute",
      summary: "For this test.",
      handle: async ({ reply }) => {
        calls.push("/compute");
        await null;
        compute();
        reply("/compute");
      },
    };
    await using server = await startTestServer({ endpoints: [later, recording(calls, "/mark")] });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.write(requests("Ada", "/compute", 70));
    bob.write(requests("Bob", "/mark", 1));
    expect(await bob.nextText()).toBe("/mark");
    await ada.waitFor(() => ada.messages.length === 71, "all answers");
    expect(calls.indexOf("/mark")).toBeLessThanOrEqual(3);
  });

  it("has one call of a slow endpoint, for all connections together", async () => {
    const calls: string[] = [];
    const endpoints = [recording(calls, "/compute", compute), recording(calls, "/mark")];
    await using server = await startTestServer({ endpoints });
    const callers = await Promise.all(Array.from({ length: 30 }, (_, index) => server.join(`Caller ${index}`)));
    const bob = await server.join("Bob");
    for (const [index, caller] of callers.entries()) caller.write(requests(`Caller ${index}`, "/compute", 1));
    bob.write(requests("Bob", "/mark", 1));
    expect(await bob.nextText()).toBe("/mark");
    await Promise.all(callers.map((caller) => caller.nextText()));
    expect(calls.indexOf("/mark")).toBeLessThanOrEqual(3);
  });

  it("has one call of any of many slow endpoints, not one of each", async () => {
    const calls: string[] = [];
    const endpoints = [recording(calls, "/compute", compute), recording(calls, "/mark")];
    await using server = await startTestServer({ endpoints });
    const callers = await Promise.all(Array.from({ length: 10 }, (_, index) => server.join(`Caller ${index}`)));
    const bob = await server.join("Bob");
    for (const [index, caller] of callers.entries()) caller.write(requests(`Caller ${index}`, "/compute", 10));
    await callers[0]?.nextText();
    // Each has had its first turn by now or has it next: from then on the server knows that they are slow.
    while (calls.length < 10) await nextTurn();
    const before = calls.length;
    bob.write(requests("Bob", "/mark", 1));
    expect(await bob.nextText()).toBe("/mark");
    expect(calls.indexOf("/mark") - before).toBeLessThanOrEqual(3);
  });
});

describe("the order of a sender's messages", () => {
  it("is kept when its shouts come from an endpoint that is slow", async () => {
    const say: Endpoint = {
      name: "/say",
      summary: "For this test.",
      handle: ({ text, shout, reply }) => {
        compute();
        void shout(text);
        reply("said");
      },
    };
    await using server = await startTestServer({ endpoints: [say] });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    const send = (to: string, msg: string) => JSON.stringify({ from: { name: "Ada", ip: "" }, to, msg });
    ada.write(send("/say", "1") + send("/say", "2") + send("Bob", "3") + send("/say", "4") + send("Bob", "5"));
    await bob.waitFor(() => bob.messages.length === 6, "all five");
    expect(bob.messages.slice(1).map(({ msg }) => msg)).toEqual(["1", "2", "3", "4", "5"]);
  });
});

describe("/list", () => {
  it("is made once per change of the users online, for any number of requests [C-62]", async () => {
    await using server = await startTestServer();
    const asker = await server.join("Zoë");
    // More than fit into one answer, so that the asker is not in it.
    const others = await server.joinMany(300, (index) => `${"読".repeat(18)}${index}`);
    const last = await server.join("Last");
    const write = vi.spyOn(serverTexts.userList, "write");
    for (let round = 0; round < 5; round++) {
      last.send("Last", "/list", "");
      expect(await last.nextText()).toMatch(/^Online users \(301\): Zoë, /);
    }
    expect(write).toHaveBeenCalledTimes(1);
    others[0]?.vanish();
    await server.join("Newcomer");
    last.send("Last", "/list", "");
    await last.nextText();
    asker.send("Zoë", "/list", "");
    expect(await asker.nextText()).not.toContain("Zoë");
    expect(write.mock.calls.length).toBeLessThanOrEqual(4);
    write.mockRestore();
  });

  it("costs its asker ten messages when it is at its longest, and one when it is short", async () => {
    await using server = await startTestServer({ limits: { messageBurst: 20, messagesPerSecond: 1 } });
    const ada = await server.join("Ada");
    ada.write(requests("Ada", "/list", 10));
    await ada.waitFor(() => ada.messages.length === 11, "short lists");
    await server.joinMany(300, (index) => `${"読".repeat(18)}${index}`);
    const cleo = (await server.join("Cleo")).setNoticesAside();
    const startedAt = performance.now();
    cleo.write(requests("Cleo", "/list", 3) + requests("Cleo", "/time", 1));
    await cleo.waitFor(() => cleo.messages.length >= 4, "three lists, the last of which has to wait for tokens");
    expect(performance.now() - startedAt).toBeGreaterThan(500);
  });
});
