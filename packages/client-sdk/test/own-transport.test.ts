import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { ChatClient, type ClientTransport, ConnectionLostError } from "../src/index.ts";
import { next, readTexts, record } from "./chat-setup.ts";
import { createLoopback } from "./loopback-transport.ts";
import { startMemoryServer } from "./memory-server.ts";
import { answerWith, WELCOME } from "./server-words.ts";

const RECONNECT = { baseDelayMs: 1, maxDelayMs: 2 };

/** A connection that is gone in the turn in which the welcome comes, or in a microtask behind it. */
function createShortLived(later: (run: () => void) => void): ClientTransport {
  return createLoopback((listener) => {
    listener.receive(Buffer.from(`${WELCOME}\n`));
    later(() => listener.closed(null));
  });
}

describe.each<[when: string, later: (run: () => void) => void]>([
  ["in the same turn", (run) => run()],
  ["in a microtask", queueMicrotask],
])("a transport that brings the welcome and its end %s", (_when, later) => {
  it("connects, and is closed then", async () => {
    const states: string[] = [];
    const ada = await ChatClient.connect({
      name: "Ada",
      reconnect: false,
      transport: async () => createShortLived(later),
      listen: (client) => client.on("state", ({ kind }) => states.push(kind)),
    });
    const [[{ error }]] = await Promise.all([once(ada, "closed"), next(ada, "disconnected")]);
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(states).toEqual(["connecting", "online", "closed"]);
  });

  it("connects, and comes back", async () => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    let tries = 0;
    await using ada = await ChatClient.connect({
      name: "Ada",
      reconnect: RECONNECT,
      transport: (destination, signal) =>
        tries++ === 0 ? Promise.resolve(createShortLived(later)) : server.transport(destination, signal),
    });
    const states = record(ada, "state");
    await next(ada, "reconnected");
    expect(states.map(({ kind }) => kind)).toEqual(["waiting", "connecting", "online"]);
  });
});

describe("a transport that fails as the client comes back", () => {
  const cause = new Error("no carrier");

  it.each<[how: string, fail: () => unknown]>([
    [
      "by an error that it throws",
      () => {
        throw cause;
      },
    ],
    ["by a rejection that is no error", () => Promise.reject("no carrier")],
    ["since it is null", () => null],
    ["since it has no methods", async () => ({})],
  ])("%s, is tried again", async (_how, fail) => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    let tries = 0;
    await using ada = await ChatClient.connect({
      name: "Ada",
      reconnect: RECONNECT,
      transport: (destination, signal) =>
        tries++ === 1 ? (fail() as Promise<ClientTransport>) : server.transport(destination, signal),
    });
    const reconnecting = record(ada, "reconnecting");
    for (const stream of server.streams) stream.destroy();
    expect(await next(ada, "reconnected")).toMatchObject({ attempt: 2 });
    expect(reconnecting.map(({ error }) => error.code)).toEqual(["CONNECTION_LOST", "CONNECT_FAILED"]);
  });
});

it("reports a callback listen that rejects as an error, and joins", async () => {
  const server = startMemoryServer(answerWith(`${WELCOME}\n`));
  const errors: unknown[] = [];
  await using ada = await ChatClient.connect({
    name: "Ada",
    transport: server.transport,
    listen: async (client) => {
      client.on("error", (error) => errors.push(error));
      throw "broken";
    },
  });
  expect(ada.state.kind).toBe("online");
  expect(errors).toMatchObject([{ code: "LISTENER_FAILED", event: "listen", cause: "broken" }]);
});

it("passes on all that comes in one chunk, also behind a listener that fails", async () => {
  const text = (msg: string) => JSON.stringify({ from: { name: "Bob", ip: "1.2.3.4" }, to: "Ada", msg });
  const server = startMemoryServer(answerWith([WELCOME, text("one"), text("two"), ""].join("\n")));
  const ada = await ChatClient.connect({ name: "Ada", transport: server.transport });
  const errors = record(ada, "error");
  ada.on("message", () => {
    throw Object.create(null);
  });
  const texts = readTexts(ada.messages());
  const messages = record(ada, "message");
  expect(await texts.take(2)).toEqual(["one", "two"]);
  expect(messages.map(({ msg }) => msg)).toEqual(["one", "two"]);
  expect(errors).toHaveLength(2);
  await ada.close({ signal: AbortSignal.abort() });
});
