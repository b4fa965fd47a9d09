import type { Duplex } from "node:stream";
import { createJsonMsg, EndpointName, MessageReader, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";
import { expect, it } from "vitest";
import { ChatClient } from "../src/index.ts";
import { fakeClock, next, record } from "./chat-setup.ts";
import { startMemoryServer } from "./memory-server.ts";

const NOT_FOUND = /^❌ Error: User '.*' not found\.$/;

/** A server that everybody but Ada comes back to when the test says so. */
class RestartedServer {
  /** Everybody online but Ada. */
  online: string[] = [];
  readonly delivered: string[] = [];
  #streams: Duplex[] = [];

  serve = (stream: Duplex): void => {
    this.#streams.push(stream);
    const reader = new MessageReader();
    const say = (text: string) => stream.write(`${createJsonMsg(SERVER_NAME, SERVER_IP, "Ada", text)}\n`);
    stream.once("data", () => {
      say(serverTexts.welcome.write("Ada", { names: this.online, count: this.online.length, maxTextBytes: 1_000 }));
      stream.on("data", (chunk: Buffer) => {
        reader.push(chunk);
        for (let item = reader.next(); item; item = reader.next()) {
          if (item.kind === "message") this.#answer(item.to, item.msg, say);
        }
      });
    });
  };

  restart(): void {
    this.online = [];
    for (const stream of this.#streams.splice(0)) stream.destroy();
  }

  #answer(to: string, msg: string, say: (text: string) => void): void {
    const { online } = this;
    const others = { names: online, count: online.length, maxTextBytes: 1_000 };
    if (to === EndpointName.Time) say("Server time: 10:00:00");
    else if (to === EndpointName.List) say(serverTexts.userList.write(others, false));
    else if (to === "Ada" || online.includes(to)) this.delivered.push(`${to}: ${msg}`);
    else say(serverTexts.userNotFound.write(to));
  }
}

async function comeBack(server: RestartedServer) {
  const { transport } = startMemoryServer(server.serve);
  const ada = await ChatClient.connect({ name: "Ada", transport, reconnect: { baseDelayMs: 1, maxDelayMs: 2 } });
  const undeliverable = record(ada, "undeliverable");
  const lost = next(ada, "disconnected");
  server.restart();
  await lost;
  return { ada, undeliverable };
}

it("keeps a message until its receiver is back too, and all that follows to the same one behind it", async () => {
  using clock = fakeClock();
  const server = new RestartedServer();
  const { ada, undeliverable } = await comeBack(server);
  for (const [to, text] of [
    ["Bob", "one"],
    ["Cleo", "two"],
    ["Ada", "to myself"],
    ["bob", "three"],
  ] as const) {
    await ada.send(to, text);
  }
  await clock.advance(1_000);
  expect(ada.state.kind).toBe("online");
  expect(server.delivered).toEqual(["Ada: to myself"]);
  await ada.send("Bob", "four");
  server.online = ["Cleo"];
  await clock.advance(1_000);
  expect(server.delivered).toEqual(["Ada: to myself", "Cleo: two"]);
  await ada.send("Cleo", "at once");
  server.online = ["Cleo", "Bob", "bob"];
  await clock.advance(2_900);
  expect(server.delivered.slice(2)).toEqual(["Cleo: at once", "Bob: one", "bob: three", "Bob: four"]);
  expect(undeliverable).toEqual([]);
  await ada.close({ signal: AbortSignal.abort() });
});

it("tells after 5 s what was for somebody who did not come back, in the server's words", async () => {
  using clock = fakeClock();
  const server = new RestartedServer();
  const { ada, undeliverable } = await comeBack(server);
  const message = await ada.send("Bob", "one");
  await clock.advance(4_900);
  expect(undeliverable).toEqual([]);
  await clock.advance(300);
  expect(undeliverable).toEqual([{ message, reason: "not-found", text: expect.stringMatching(NOT_FOUND) }]);
  await ada.close({ signal: AbortSignal.abort() });
});

it("writes what is kept before it closes", async () => {
  using clock = fakeClock();
  const server = new RestartedServer();
  const { ada, undeliverable } = await comeBack(server);
  const message = await ada.send("Bob", "one");
  await clock.advance(100);
  const closing = ada.close();
  await clock.advance(100);
  expect(undeliverable).toMatchObject([{ message, reason: "not-found" }]);
  await ada.close({ signal: AbortSignal.abort() });
  await closing;
});

it("keeps a message over a second loss", async () => {
  using clock = fakeClock();
  const server = new RestartedServer();
  const { ada, undeliverable } = await comeBack(server);
  await ada.send("Bob", "one");
  await clock.advance(1_000);
  server.restart();
  await clock.advance(4_800);
  server.online = ["Bob"];
  await clock.advance(1_000);
  expect(server.delivered).toEqual(["Bob: one"]);
  expect(undeliverable).toEqual([]);
  await ada.close({ signal: AbortSignal.abort() });
});

it("keeps a message for somebody who comes after us to a server that has just started", async () => {
  using clock = fakeClock();
  const server = new RestartedServer();
  const { transport } = startMemoryServer(server.serve);
  const undeliverable: unknown[] = [];
  const joined = ChatClient.connect({
    name: "Ada",
    transport,
    listen: (ada) => {
      ada.on("undeliverable", (event) => undeliverable.push(event));
      void ada.send("Bob", "early");
    },
  });
  await clock.advance(1_000);
  server.online = ["Bob"];
  await clock.advance(1_000);
  expect(server.delivered).toEqual(["Bob: early"]);
  expect(undeliverable).toEqual([]);
  await (await joined).close({ signal: AbortSignal.abort() });
});
