import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { TcpProxy } from "@chat/proxy";
import { describe, expect, it } from "vitest";
import { startScriptedServer } from "./scripted-server.ts";

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
    const socket = await connectTo(proxy);
    socket.write("one");
    await expect.poll(() => proxy.connections).toBe(1);
    expect(socket.bytesRead).toBe(0);
    await proxy.restore();
    expect(await readSome(socket)).toBe("one");
  });

  it("resets the connection when its target is gone", async () => {
    const server = await startEcho();
    await using proxy = await TcpProxy.start({ port: server.port });
    await server[Symbol.asyncDispose]();
    const socket = await connectTo(proxy);
    expect(await errorCodeOf(socket)).toBe("ECONNRESET");
  });
});

/** A server that only listens, a client, and the proxy between them. */
async function startConversation() {
  const server = await startScriptedServer((socket) => socket.resume(), { allowHalfOpen: true });
  const proxy = await TcpProxy.start(server);
  const near = await connectTo(proxy);
  await expect.poll(() => server.sockets.size).toBe(1);
  const [far] = server.sockets;
  const [link] = proxy.links;
  if (!far || !link) throw new Error("The proxy has not connected.");
  near.resume();
  const stop = async () => {
    await proxy[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  return { server, proxy, near, far, link, [Symbol.asyncDispose]: stop };
}

describe("a link with faults", () => {
  it("has those of each direction by itself", async () => {
    await using server = await startEcho();
    await using proxy = await TcpProxy.start(server);
    proxy.setFaults({ toTarget: { kind: "split", at: "every byte" }, toClient: { kind: "glue", bytes: 5 } });
    expect(await say(await connectTo(proxy), "abcde")).toBe("abcde");
  });

  it("has its own, or those of the proxy", async () => {
    await using server = await startEcho();
    await using proxy = await TcpProxy.start(server);
    proxy.setFaults({ toClient: { kind: "glue", bytes: 7 } });
    const [one, other] = [await connectTo(proxy), await connectTo(proxy)];
    await expect.poll(() => proxy.connections).toBe(2);
    const [, link] = proxy.links;
    link?.setFaults({});
    expect(await say(other, "abc")).toBe("abc");
    one.write("abc");
    await expect.poll(() => [...server.sockets].map(({ bytesRead }) => bytesRead)).toEqual([3, 3]);
    expect(await say(one, "defg")).toBe("abcdefg");
  });

  it("releases what it holds back", async () => {
    await using chat = await startConversation();
    chat.proxy.setFaults({ toTarget: { kind: "glue", bytes: Number.POSITIVE_INFINITY } });
    chat.near.write("abc");
    const release = () => {
      chat.proxy.release();
      return chat.far.bytesRead;
    };
    await expect.poll(release).toBe(3);
  });

  it("swallows one way, while the other stays", async () => {
    await using chat = await startConversation();
    chat.link.setFaults({ toTarget: { kind: "swallow" } });
    chat.near.end("lost");
    chat.far.write("heard");
    await expect.poll(() => chat.near.bytesRead).toBe(5);
    expect([chat.far.bytesRead, chat.far.readableEnded]).toEqual([0, false]);
  });

  it("closes one side, and the other does not notice until it is closed too", async () => {
    await using chat = await startConversation();
    const ended = once(chat.near, "end");
    chat.link.setFaults({ toClient: { kind: "close", afterBytes: 0 } });
    await ended;
    chat.near.destroy();
    // What the server writes vanishes, as on a network that is gone.
    chat.far.write("into nothing");
    // A round trip through another link: whatever the first one passed on would have come.
    (await connectTo(chat.proxy)).end("goodbye");
    await expect.poll(() => [...chat.server.sockets][1]?.readableEnded).toBe(true);
    expect([chat.far.readableEnded, chat.far.destroyed]).toEqual([false, false]);
    chat.link.setFaults({ toTarget: { kind: "close", afterBytes: 0 } });
    await once(chat.far, "end");
  });

  it("resets one side in the middle of what it receives", async () => {
    await using chat = await startConversation();
    const code = errorCodeOf(chat.near);
    chat.link.setFaults({ toClient: { kind: "reset", afterBytes: 3 } });
    chat.far.write("abcdef");
    expect(await code).toBe("ECONNRESET");
    expect(chat.near.bytesRead).toBe(3);
    expect(chat.far.destroyed).toBe(false);
    await chat.proxy.cut();
    await expect.poll(() => chat.far.destroyed).toBe(true);
  });

  it("leads to another target from now on", async () => {
    await using chat = await startConversation();
    await using echo = await startEcho();
    chat.proxy.redirect(echo);
    expect(await say(await connectTo(chat.proxy), "one")).toBe("one");
    chat.near.write("still the first");
    await expect.poll(() => chat.far.bytesRead).toBe(15);
  });
});
