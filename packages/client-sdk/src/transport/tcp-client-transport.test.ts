import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { choosePort, startScriptedServer } from "@chat/testing";
import { describe, expect, it, vi } from "vitest";
import { hasIPv6 } from "../../test/ipv6.ts";
import { ConnectFailedError } from "../errors.ts";
import type { ClientTransport } from "./client-transport.ts";
import { connectTcp, isConnectedToItself } from "./tcp-client-transport.ts";

const { signal } = new AbortController();

it("knows a connection to itself, which the system makes now and then where nobody listens", async () => {
  const port = await choosePort();
  const socket = connect({ host: "127.0.0.1", port, localAddress: "127.0.0.1", localPort: port });
  await once(socket, "connect");
  expect(isConnectedToItself(socket)).toBe(true);
  socket.destroy();
});

it("takes a connection to a server for none to itself", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const transport = await connectTcp({ host: "127.0.0.1", port, connectTimeoutMs: 5_000 }, signal);
  expect(transport.localAddress).toBe("127.0.0.1");
  transport.destroy();
  server.close();
});

it("says what to look at when nobody listens", async () => {
  const port = await choosePort();
  const failure = connectTcp({ host: "127.0.0.1", port, connectTimeoutMs: 5_000 }, signal);
  await expect(failure).rejects.toBeInstanceOf(ConnectFailedError);
  await expect(failure).rejects.toThrow(
    `No connection to 127.0.0.1:${port}: nobody listens there. Is the server running, and is this its port?`,
  );
});

it.skipIf(!hasIPv6)("writes an IPv6 address so that its port can be told apart", async () => {
  const port = await choosePort();
  await expect(connectTcp({ host: "::1", port, connectTimeoutMs: 5_000 }, signal)).rejects.toThrow(
    `No connection to [::1]:${port}: nobody listens there.`,
  );
});

it("says so when several addresses of one name were tried in vain", async () => {
  const port = await choosePort();
  await expect(connectTcp({ host: "localhost", port, connectTimeoutMs: 5_000 }, signal)).rejects.toThrow(
    `No connection to localhost:${port}: nobody listens there.`,
  );
});

it("says so when there is no such host", async () => {
  const failure = connectTcp({ host: "no-such-host.invalid", port: 1, connectTimeoutMs: 5_000 }, signal);
  await expect(failure).rejects.toThrow(/^No connection to no-such-host\.invalid:1: (there is no host|the name of)/);
});

/** A connection to a server that does what the test says, and the server's end of it. */
async function openTransport() {
  const serverEnd = Promise.withResolvers<Socket>();
  const server = await startScriptedServer((socket) => serverEnd.resolve(socket), { allowHalfOpen: true });
  const transport = await connectTcp({ host: "127.0.0.1", port: server.port, connectTimeoutMs: 5_000 }, signal);
  const received: string[] = [];
  const listener = {
    receive: (bytes: Uint8Array) => void received.push(Buffer.from(bytes).toString()),
    outputTaken: vi.fn(),
    closed: vi.fn(),
  };
  transport.open(listener);
  return {
    transport,
    listener,
    text: () => received.join(""),
    peer: await serverEnd.promise,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe("a connection over TCP", () => {
  it("passes bytes both ways, and stops reading when it is told so", async () => {
    await using connection = await openTransport();
    const { transport, peer, text } = connection;
    expect(transport.write(Buffer.from("hello"))).toBe(true);
    expect(String(await once(peer, "data"))).toContain("hello");
    transport.pause();
    peer.write("hi");
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    // A read that was already made may still come, but here there was none.
    expect(text()).toBe("");
    transport.resume();
    await vi.waitFor(() => expect(text()).toBe("hi"), 20_000);
    transport.destroy();
  });

  it("says when the server does not take more, and when it does again", async () => {
    await using connection = await openTransport();
    const { transport, peer, listener } = connection;
    peer.pause();
    const bytes = Buffer.alloc(64 * 1024);
    while (transport.write(bytes));
    expect(transport.untakenBytes).toBeGreaterThan(0);
    expect(listener.outputTaken).not.toHaveBeenCalled();
    peer.resume();
    await vi.waitFor(() => expect(listener.outputTaken).toHaveBeenCalledOnce(), 20_000);
    expect(transport.untakenBytes).toBe(0);
    transport.destroy();
  });

  it("reads on when its own side is shut down, until the server has shut down its side", async () => {
    await using connection = await openTransport();
    const { transport, peer, listener, text } = connection;
    transport.end();
    peer.resume();
    await once(peer, "end");
    peer.end("goodbye");
    await vi.waitFor(() => expect(listener.closed).toHaveBeenCalledWith(null), 20_000);
    expect(text()).toBe("goodbye");
    expect(transport.write(Buffer.from("late"))).toBe(true);
  });

  it("is closed with the system's error when the server breaks it", async () => {
    await using connection = await openTransport();
    const { peer, listener } = connection;
    peer.resetAndDestroy();
    await vi.waitFor(() => expect(listener.closed).toHaveBeenCalledOnce(), 20_000);
    expect(listener.closed).toHaveBeenCalledWith(expect.objectContaining({ code: "ECONNRESET" }));
  });

  it.each(["reads", "does not read"])(
    "reads the last words of a server that has reset it, though a write fails: it %s",
    async (how) => {
      await using connection = await openTransport();
      const { transport, peer, listener, text } = connection;
      await leaveUnread(peer, transport);
      if (how === "does not read") transport.pause();
      // All of this in one turn: the reset is there before the words are read.
      peer.write("the reason");
      peer.destroy();
      for (let count = 0; count < 10; count++) expect(transport.write(Buffer.from("more"))).toBe(true);
      await vi.waitFor(() => {
        transport.write(Buffer.from("more"));
        expect(listener.closed).toHaveBeenCalledOnce();
      }, 60_000);
      expect(text()).toBe("the reason");
    },
  );
});

/** Makes the system hold bytes of the client that the server's end never reads: it closes with a reset then. */
async function leaveUnread(peer: Socket, transport: ClientTransport): Promise<void> {
  peer.pause();
  transport.write(Buffer.from("unread"));
  await new Promise(setImmediate);
}
