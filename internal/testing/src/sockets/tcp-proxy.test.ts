import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { startScriptedServer } from "./scripted-server.ts";
import { LinkState, TcpProxy } from "./tcp-proxy.ts";

/** A server that gives back what it gets, and ends when its peer does. */
function startEcho() {
  return startScriptedServer((socket) => socket.pipe(socket));
}

async function connectTo({ port }: { readonly port: number }): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  await once(socket, "connect");
  // The end of a test cuts what is left.
  socket.on("error", () => undefined);
  return socket;
}

async function readSome(socket: Socket): Promise<string> {
  const [chunk] = await once(socket, "data");
  return String(chunk);
}

async function say(socket: Socket, words: string): Promise<string> {
  socket.write(words);
  return await readSome(socket);
}

/** Waits for what ends a connection. */
function errorCodeOf(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    socket.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code));
  });
}

describe("TcpProxy", () => {
  it("passes bytes and ends on in both directions", async () => {
    await using server = await startEcho();
    await using proxy = await TcpProxy.start(server);
    const socket = await connectTo(proxy);
    expect(await say(socket, "one")).toBe("one");
    socket.end("two");
    expect(await text(socket)).toBe("two");
    await expect.poll(() => proxy.connections).toBe(0);
  });

  it("passes on more than its buffers hold", async () => {
    await using server = await startEcho();
    await using proxy = await TcpProxy.start(server);
    const socket = await connectTo(proxy);
    const long = "0123456789".repeat(500_000);
    socket.end(long);
    expect((await text(socket)).length).toBe(long.length);
  });

  it("resets connections on both sides when it is cut, and refuses new ones", async () => {
    await using server = await startEcho();
    await using proxy = await TcpProxy.start(server);
    const socket = await connectTo(proxy);
    await say(socket, "one");
    const [far] = server.sockets;
    const lost = [errorCodeOf(socket), far && errorCodeOf(far)];
    await proxy.cut();
    expect(await Promise.all(lost)).toEqual(["ECONNRESET", "ECONNRESET"]);
    await expect(connectTo(proxy)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(proxy.state).toBe(LinkState.Cut);
  });

  it("takes connections on its port again when it is restored after a cut", async () => {
    await using server = await startEcho();
    await using proxy = await TcpProxy.start(server);
    const { port } = proxy;
    await proxy.cut();
    await proxy.restore();
    expect(proxy.port).toBe(port);
    expect(await say(await connectTo(proxy), "one")).toBe("one");
  });

  it("holds bytes back in both directions when it stalls, and loses none of them", async () => {
    await using server = await startScriptedServer((socket) => socket.resume());
    await using proxy = await TcpProxy.start(server);
    const near = await connectTo(proxy);
    await expect.poll(() => server.sockets.size).toBe(1);
    const [far] = server.sockets;
    if (!far) throw new Error("The proxy has not connected.");
    const arrived: string[] = [];
    near.on("data", (chunk) => arrived.push(`near: ${chunk}`));
    far.on("data", (chunk) => arrived.push(`far: ${chunk}`));

    await proxy.stall();
    near.write("from near");
    far.write("from far");
    // Whatever the proxy passed on would come before this, which goes the same ways through another one.
    await using other = await TcpProxy.start(server);
    (await connectTo(other)).destroy();
    await expect.poll(() => other.connections).toBe(0);
    expect(arrived).toEqual([]);
    expect(near.destroyed || far.destroyed).toBe(false);

    await proxy.restore();
    await expect.poll(() => arrived.toSorted()).toEqual(["far: from near", "near: from far"]);
  });

  it("accepts connections while it is stalled, and serves them once it is restored", async () => {
    await using server = await startEcho();
    await using proxy = await TcpProxy.start(server);
    await proxy.stall();
    const socket = await connectTo(proxy);
    socket.write("one");
    await expect.poll(() => proxy.connections).toBe(1);
    await proxy.restore();
    expect(await readSome(socket)).toBe("one");
  });

  it("stalls as well after a cut", async () => {
    await using server = await startEcho();
    await using proxy = await TcpProxy.start(server);
    await proxy.cut();
    await proxy.stall();
    await connectTo(proxy);
    expect(proxy.state).toBe(LinkState.Stalled);
  });

  it("resets the connection when its target is gone", async () => {
    const server = await startEcho();
    await using proxy = await TcpProxy.start({ port: server.port });
    await server[Symbol.asyncDispose]();
    const socket = await connectTo(proxy);
    expect(await errorCodeOf(socket)).toBe("ECONNRESET");
  });
});
