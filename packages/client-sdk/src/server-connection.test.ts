import { expect, it } from "vitest";
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

function open(transport: ConnectTransport, signal = new AbortController().signal) {
  const times = { connectTimeoutMs: 50_000, handshakeTimeoutMs: 50_000 };
  const options = { name: "Ada", host: "chat.example", port: 1, transport, maxQueuedBytes: 1_000, ...times };
  return ServerConnection.open(options, LISTENER, signal);
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

it("takes any failure of a transport for one that another try may mend", async () => {
  const cause = new Error("no carrier");
  const failure = open(() => Promise.reject(cause));
  await expect(failure).rejects.toBeInstanceOf(ConnectFailedError);
  await expect(failure).rejects.toMatchObject({ isRetryable: true, cause });
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
