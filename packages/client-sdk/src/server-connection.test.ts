import { createJsonMsg } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { createLoopback } from "../test/loopback-transport.ts";
import { startMemoryServer } from "../test/memory-server.ts";
import { answerWith, WELCOME } from "../test/server-words.ts";
import { ConnectFailedError } from "./errors.ts";
import { ServerConnection, type ServerConnectionListener } from "./server-connection.ts";
import type { ConnectTransport } from "./transport/client-transport.ts";

const LISTENER: ServerConnectionListener = {
  received: () => undefined,
  malformed: () => undefined,
  kindLearned: () => undefined,
  closed: () => undefined,
  traffic: () => undefined,
};

function open(transport: ConnectTransport, signal = new AbortController().signal, listener = LISTENER) {
  const times = { connectTimeoutMs: 50_000, handshakeTimeoutMs: 50_000 };
  const options = { name: "Ada", host: "chat.example", port: 1, transport, maxQueuedBytes: 1_000, ...times };
  return ServerConnection.open(options, listener, signal);
}

it("tells the transport where to connect, and nothing else", async () => {
  const server = startMemoryServer(answerWith(`${WELCOME}\n`));
  const destinations: unknown[] = [];
  const [connection] = await open((destination, signal) => {
    destinations.push(destination);
    return server.transport(destination, signal);
  });
  expect(destinations).toEqual([{ host: "chat.example", port: 1, connectTimeoutMs: 50_000 }]);
  connection.destroy();
});

const cause = new Error("no carrier");

it.each<[how: string, transport: () => unknown, message: string]>([
  ["rejects", () => Promise.reject(cause), "No connection: Error: no carrier"],
  ["rejects with no error", () => Promise.reject(Object.create(null)), "No connection: a value of type object that"],
  [
    "throws",
    () => {
      throw cause;
    },
    "No connection: Error: no carrier",
  ],
  ["returns null", () => null, "has to make an object with open(), not null."],
  ["returns no transport", async () => ({ open: () => undefined }), "with write(), not of type object."],
  [
    "makes one that can't be opened",
    async () => ({
      ...createLoopback(() => undefined),
      open: () => {
        throw cause;
      },
    }),
    "No connection: Error: no carrier",
  ],
])("takes a transport that %s for a failure that another try may mend", async (_how, transport, message) => {
  const failure = open(transport as ConnectTransport);
  await expect(failure).rejects.toBeInstanceOf(ConnectFailedError);
  await expect(failure).rejects.toMatchObject({ isRetryable: true, message: expect.stringContaining(message) });
});

describe("a transport that brings much in one turn", () => {
  const message = createJsonMsg("Bob", "1.2.3.4", "Ada", "hello");

  it.each<[what: string, chunks: readonly string[]]>([
    ["all at once", [`${WELCOME}\n${message}\n`]],
    ["the welcome apart", [`${WELCOME}\n`, `${message}\n`]],
  ])("passes on neither messages nor the end before the connection is open: %s", async (_what, chunks) => {
    const happened: string[] = [];
    const loopback = createLoopback(({ receive, closed }) => {
      for (const chunk of chunks) receive(Buffer.from(chunk));
      closed(null);
    });
    const listener: ServerConnectionListener = {
      ...LISTENER,
      received: ({ kind }) => happened.push(kind),
      closed: ({ code }) => happened.push(code),
    };
    const [connection] = await open(async () => loopback, undefined, listener);
    happened.push("open");
    await connection.end();
    expect(happened).toEqual(["open", "message", "CONNECTION_LOST"]);
  });
});

it("closes a connection that is made in the moment in which the signal aborts", async () => {
  const server = startMemoryServer((stream) => stream.resume());
  const controller = new AbortController();
  const reason = new Error("enough");
  const failure = open(async (destination, signal) => {
    const transport = await server.transport(destination, signal);
    controller.abort(reason);
    return transport;
  }, controller.signal);
  await expect(failure).rejects.toBe(reason);
  const [stream] = server.streams;
  while (!stream?.destroyed) await new Promise(setImmediate);
});
