import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, it } from "vitest";
import { hasIPv6 } from "../test/ipv6.ts";
import { connectSocket, isConnectedToItself } from "./connect-socket.ts";
import { ConnectFailedError } from "./errors.ts";

const { signal } = new AbortController();

async function takeFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

it("knows a connection to itself, which the system makes now and then where nobody listens", async () => {
  const port = await takeFreePort();
  const socket = connect({ host: "127.0.0.1", port, localAddress: "127.0.0.1", localPort: port });
  await once(socket, "connect");
  expect(isConnectedToItself(socket)).toBe(true);
  socket.destroy();
});

it("takes a connection to a server for none to itself", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = await connectSocket({ host: "127.0.0.1", port, connectTimeoutMs: 5_000 }, signal);
  expect(isConnectedToItself(socket)).toBe(false);
  socket.destroy();
  server.close();
});

it("says what to look at when nobody listens", async () => {
  const port = await takeFreePort();
  const failure = connectSocket({ host: "127.0.0.1", port, connectTimeoutMs: 5_000 }, signal);
  await expect(failure).rejects.toBeInstanceOf(ConnectFailedError);
  await expect(failure).rejects.toThrow(
    `No connection to 127.0.0.1:${port}: nobody listens there. Is the server running, and is this its port?`,
  );
});

it.skipIf(!hasIPv6)("writes an IPv6 address so that its port can be told apart", async () => {
  const port = await takeFreePort();
  await expect(connectSocket({ host: "::1", port, connectTimeoutMs: 5_000 }, signal)).rejects.toThrow(
    `No connection to [::1]:${port}: nobody listens there.`,
  );
});

it("says so when several addresses of one name were tried in vain", async () => {
  const port = await takeFreePort();
  await expect(connectSocket({ host: "localhost", port, connectTimeoutMs: 5_000 }, signal)).rejects.toThrow(
    `No connection to localhost:${port}: nobody listens there.`,
  );
});

it("says so when there is no such host", async () => {
  const failure = connectSocket({ host: "no-such-host.invalid", port: 1, connectTimeoutMs: 5_000 }, signal);
  await expect(failure).rejects.toThrow(/^No connection to no-such-host\.invalid:1: (there is no host|the name of)/);
});
