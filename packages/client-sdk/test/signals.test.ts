import { getEventListeners } from "node:events";
import type { Endpoint } from "@chat/server";
import { OriginalServer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { ChatClient } from "../src/index.ts";
import { failureOf, next, readTexts, startNode } from "./chat-setup.ts";
import { startMemoryServer } from "./memory-server.ts";
import { answerWith, fromServer, WELCOME } from "./server-words.ts";

const reason = new Error("enough");

/** An endpoint that answers when the test says so. */
function createSlowEndpoint() {
  const answers: (() => void)[] = [];
  const endpoint: Endpoint = {
    name: "/slow",
    summary: "Answer when told.",
    handle: ({ text, reply }) => void answers.push(() => reply(`slow ${text}`)),
  };
  return {
    endpoint,
    async answerAll(count: number): Promise<void> {
      while (answers.length < count) await new Promise(setImmediate);
      for (const answer of answers) answer();
    },
  };
}

describe("connect", () => {
  it("is over when its signal aborts, whether it has begun or not", async () => {
    const server = startMemoryServer((stream) => stream.resume());
    const early = ChatClient.connect({ name: "Ada", transport: server.transport, signal: AbortSignal.abort(reason) });
    expect(await failureOf(early)).toBe(reason);
    const controller = new AbortController();
    const late = failureOf(ChatClient.connect({ name: "Ada", transport: server.transport, signal: controller.signal }));
    while (server.streams.size === 0) await new Promise(setImmediate);
    controller.abort(reason);
    expect(await late).toBe(reason);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("does not mind its signal any more once it is online", async () => {
    await using server = await startNode();
    const controller = new AbortController();
    await using ada = await ChatClient.connect({
      name: "Ada",
      port: server.address().port,
      signal: controller.signal,
    });
    controller.abort(reason);
    expect(await ada.time()).toMatch(/^\d\d:/);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });
});

describe("a request", () => {
  it("ends with the reason of its signal, and its answer goes to nobody else", async () => {
    const slow = createSlowEndpoint();
    await using server = await startNode({ endpoints: [slow.endpoint] });
    await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
    const controller = new AbortController();
    const aborted = failureOf(ada.request("/slow", "one", { signal: controller.signal }));
    const second = ada.request("/slow", "two");
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    await slow.answerAll(2);
    expect(await second).toBe("slow two");
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("that nobody waits for any more confirms nothing that was sent after it, on an original server as well", async () => {
    const answers: (() => void)[] = [];
    const server = startMemoryServer((stream) => {
      stream.once("data", () => {
        stream.write(WELCOME);
        stream.on("data", (read) => {
          if (read.includes("/time")) answers.push(() => stream.write(fromServer("Server time: 10:00:00")));
        });
      });
    });
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
    const controller = new AbortController();
    const aborted = failureOf(ada.time({ signal: controller.signal }));
    while (answers.length < 1) await new Promise(setImmediate);
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    const sent = await ada.send("Bob", "hello");
    const second = ada.time();
    while (answers.length < 2) await new Promise(setImmediate);
    const heard = next(ada, "traffic");
    answers[0]?.();
    await heard;
    expect(ada.unconfirmed).toEqual([sent]);
    answers[1]?.();
    expect(await second).toBe("10:00:00");
    expect(ada.unconfirmed).toEqual([]);
    await ada.close({ signal: AbortSignal.abort() });
  });

  it("is not sent when its signal has aborted before", async () => {
    await using server = await OriginalServer.start({ readsLines: true });
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const signal = AbortSignal.abort(reason);
    const attempts = [
      ada.time({ signal }),
      ada.list({ signal }),
      ada.help({ signal }),
      ada.standard({ signal }),
      ada.shout("hey", { signal }),
      ada.request("/time", "", { signal }),
      ada.send("Ada", "hey", { signal }),
    ];
    for (const attempt of attempts) expect(await failureOf(attempt)).toBe(reason);
    await ada.time();
    expect(server.reads).toHaveLength(1);
  });
});

describe("send", () => {
  it("waits no longer than its signal allows; a sent message is still reported", async () => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
    for (const stream of server.streams) stream.pause();
    const controller = new AbortController();
    const { signal } = controller;
    let last = ada.send("Ada", "x".repeat(60_000), { signal });
    for (let isWaiting = false; !isWaiting; ) {
      const wait = ada.send("Ada", "x".repeat(60_000), { signal });
      last = wait;
      isWaiting = await Promise.race([
        wait.then(() => false),
        new Promise<boolean>((resolve) => setImmediate(resolve, true)),
      ]);
    }
    const failure = failureOf(last);
    controller.abort(reason);
    expect(await failure).toBe(reason);
    const { unconfirmed } = ada;
    expect(unconfirmed.length).toBeGreaterThanOrEqual(2);
    const disconnected = next(ada, "disconnected");
    for (const stream of server.streams) stream.destroy();
    expect((await disconnected).unconfirmed).toEqual(unconfirmed);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("waits no longer for its turn on an original server either, and is written in its turn", async () => {
    await using server = await OriginalServer.start({ readsLines: true });
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const toAda = readTexts(ada.messages());
    const controller = new AbortController();
    const sends = ["one", "two", "three"].map((text) => failureOf(ada.send("Ada", text, controller)));
    controller.abort(reason);
    expect((await Promise.all(sends)).slice(1)).toEqual([reason, reason]);
    expect(await toAda.take(3)).toEqual(["one", "two", "three"]);
  });
});

describe("messages", () => {
  it("end a loop with the reason of its signal, and leave the others alone", async () => {
    await using server = await startNode();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
    const controller = new AbortController();
    const other = readTexts(ada.messages());
    const texts: string[] = [];
    async function readAll(): Promise<void> {
      for await (const { msg } of ada.messages(controller)) {
        texts.push(msg);
        controller.abort(reason);
      }
    }
    const loop = failureOf(readAll());
    await ada.send("Ada", "one");
    expect(await loop).toBe(reason);
    await ada.send("Ada", "two");
    expect(await other.take(2)).toEqual(["one", "two"]);
    expect(texts).toEqual(["one"]);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });
});

describe("close", () => {
  it("waits for the server no longer than its signal allows, and tells what was not answered", async () => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport });
    const sent = await ada.send("Bob", "hello");
    const closed = next(ada, "closed");
    const controller = new AbortController();
    const closing = ada.close(controller);
    expect(ada.state.kind).toBe("online");
    controller.abort(reason);
    await closing;
    expect(await closed).toEqual({ error: null, unconfirmed: [sent], unsent: [] });
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("does not wait at all with a signal that has aborted before, nor does one that waits already", async () => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport });
    const first = ada.close();
    await ada.close({ signal: AbortSignal.abort(reason) });
    await first;
    expect(ada.state).toEqual({ kind: "closed", error: null });
  });
});
