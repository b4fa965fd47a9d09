import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { ErrorKind } from "../result/error-kind.ts";
import { LoadConnection, type LoadConnectionOptions } from "./load-connection.ts";

/** A connection to a server that does what the test says. */
async function openConnection(onConnection: (socket: Socket) => void, options: Partial<LoadConnectionOptions> = {}) {
  const server = createServer({ allowHalfOpen: true }, onConnection).listen(0, "127.0.0.1");
  await once(server, "listening");
  const failed = Promise.withResolvers<readonly [problem: ErrorKind, detail: string]>();
  const listener = {
    connected: vi.fn(),
    received: vi.fn(),
    failed: (_connection: LoadConnection, problem: ErrorKind, detail: string) => failed.resolve([problem, detail]),
  };
  const { port } = server.address() as AddressInfo;
  const usual = { host: "127.0.0.1", port, localAddress: undefined, connectTimeoutMs: 60_000 };
  const connection = new LoadConnection("t1-1", { ...usual, handshakeTimeoutMs: 60_000, ...options }, listener);
  // No silence is too long for a test.
  vi.spyOn(connection.socket, "setTimeout").mockReturnValue(connection.socket);
  onTestFinished(() => {
    connection.destroy();
    server.close();
  });
  return { connection, listener, failed: failed.promise };
}

it("says its name as soon as it stands", async () => {
  const named = Promise.withResolvers<string>();
  const { connection, listener } = await openConnection((socket) =>
    socket.once("data", (bytes) => named.resolve(String(bytes))),
  );
  expect(await named.promise).toBe("t1-1\n");
  expect(listener.connected).toHaveBeenCalledOnce();
  expect(connection.connectedAtUs).toBeGreaterThanOrEqual(connection.startedAtUs);
});

it("fails when no welcome comes in time, and stays open for what may still come", async () => {
  const { connection, failed } = await openConnection((socket) => socket.resume(), { handshakeTimeoutMs: 20 });
  expect(await failed).toEqual([ErrorKind.HandshakeTimeout, "No answer within 20 ms."]);
  expect(connection.socket.destroyed).toBe(false);
});

it("reads on while it leaves, until the server has closed", async () => {
  const { connection, listener, failed } = await openConnection((socket) => {
    socket.resume();
    socket.on("end", () => socket.end("goodbye"));
  });
  await once(connection.socket, "connect");
  connection.leave();
  expect(await failed).toEqual([ErrorKind.Dropped, "The server closed the connection."]);
  expect(listener.received.mock.calls.map(([, chunk]) => String(chunk)).join("")).toBe("goodbye");
});

it("throws away what still comes once it is closed", async () => {
  const { connection, listener, failed } = await openConnection((socket) => {
    socket.resume();
    socket.on("end", () => socket.end("goodbye"));
  });
  await once(connection.socket, "connect");
  connection.close();
  await failed;
  expect(listener.received).not.toHaveBeenCalled();
});

it("has the system's error when the server breaks it", async () => {
  const { failed } = await openConnection((socket) => void socket.once("data", () => socket.resetAndDestroy()));
  expect(await failed).toEqual([ErrorKind.Dropped, expect.stringContaining("ECONNRESET")]);
});
