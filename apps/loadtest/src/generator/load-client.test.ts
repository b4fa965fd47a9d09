import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createJsonMsg, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";
import { expect, it, onTestFinished } from "vitest";
import { ErrorKind } from "../result/error-kind.ts";
import { LoadClient, type LoadClientListener } from "./load-client.ts";
import { type Stamp, StreamKind, writeStamp } from "./stamp.ts";

const RUN = "t1";
const NAME = `${RUN}-1`;
const STAMP: Stamp = { run: RUN, kind: StreamKind.Direct, sender: 0, sequence: 0, sentAtUs: 0, lateUs: 0 };

/** What a server writes to a client that it lets in and that gets a message at once. */
const LATE_WELCOME = [
  createJsonMsg(
    SERVER_NAME,
    SERVER_IP,
    NAME,
    serverTexts.welcome.write(NAME, { names: [], count: 0, maxTextBytes: 1_000 }),
  ),
  createJsonMsg(`${RUN}-0`, "127.0.0.1", NAME, writeStamp(STAMP, 128)),
].join("\n");

async function startServer(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, onConnection).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function connectClient(port: number, listener: Partial<LoadClientListener>, handshakeTimeoutMs: number): void {
  const ignored = new Proxy({}, { get: () => () => undefined }) as LoadClientListener;
  const client = new LoadClient(
    {
      run: RUN,
      index: 1,
      host: "127.0.0.1",
      port,
      localAddress: undefined,
      connectTimeoutMs: 60_000,
      handshakeTimeoutMs,
      messageBytes: 128,
      isShoutTimed: true,
    },
    Object.setPrototypeOf(listener, ignored),
  );
  onTestFinished(() => client.close());
  client.connect();
}

it("counts a message that comes behind a welcome that took too long: the server wrote it to a user", async () => {
  // The server reads that the client has given up after it has let the client in.
  const port = await startServer((socket) => {
    socket.resume();
    socket.on("end", () => socket.end(`${LATE_WELCOME}\n`));
  });
  const closed = Promise.withResolvers<ErrorKind>();
  const arrived = Promise.withResolvers<number>();
  let joins = 0;
  connectClient(
    port,
    {
      onClosed: (_client, problem) => closed.resolve(problem),
      onMessage: (_client, { sender }) => arrived.resolve(sender),
      onJoined: () => {
        joins += 1;
      },
    },
    20,
  );
  expect(await closed.promise).toBe(ErrorKind.HandshakeTimeout);
  expect(await arrived.promise).toBe(0);
  expect(joins).toBe(0);
});

it.each<[string, (socket: Socket) => void]>([
  ["closes", (socket) => socket.end()],
  ["resets", (socket) => void socket.once("data", () => socket.resetAndDestroy())],
])("tells a server that %s a connection before its welcome from one that drops a client", async (_, end) => {
  const port = await startServer(end);
  const closed = Promise.withResolvers<ErrorKind>();
  connectClient(port, { onClosed: (_client, problem) => closed.resolve(problem) }, 60_000);
  expect(await closed.promise).toBe(ErrorKind.NotWelcomed);
});

it.each([
  ["removed by an operator: too loud", true],
  ["you read more slowly than messages came", false],
])("reports the server's last words, and knows whether it may come back: %s [C-76]", async (reason, isRemoved) => {
  const text = serverTexts.disconnected.write(reason);
  const [welcome] = LATE_WELCOME.split("\n");
  const port = await startServer((socket) => {
    socket.once("data", () => socket.end(`${welcome}\n${createJsonMsg(SERVER_NAME, SERVER_IP, NAME, text)}\n`));
  });
  const closed = Promise.withResolvers<unknown>();
  connectClient(
    port,
    {
      onClosed: (client, problem, detail) => closed.resolve([problem, detail, client.isRemoved, client.isListening]),
    },
    60_000,
  );
  expect(await closed.promise).toEqual([ErrorKind.Dropped, text, isRemoved, false]);
});
