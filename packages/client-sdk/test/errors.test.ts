import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Worker } from "node:worker_threads";
import { createJsonMsg, InvalidUsernameError, SERVER_IP, SERVER_NAME } from "@chat/protocol";
import { choosePort } from "@chat/testing";
import { describe, expect, it } from "vitest";
import {
  ChatClient,
  type ClientEvents,
  ConnectFailedError,
  ConnectionLostError,
  ConnectTimeoutError,
  HandshakeTimeoutError,
  MessageTooLargeError,
  NoAnswerError,
  RefusedError,
  SendQueueFullError,
  ServerBusyError,
  WrongServerError,
} from "../src/index.ts";
import { failureOf, next, startNode } from "./chat-setup.ts";
import { startMemoryServer } from "./memory-server.ts";
import { answerWith, refusal, WELCOME } from "./server-words.ts";

async function startWebServer() {
  const server = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}

/** A port whose queue of connections is full, so that the next one gets no answer. */
async function startDeafPort() {
  const program = `
    const { createServer } = require("node:net");
    const { parentPort } = require("node:worker_threads");
    const server = createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
      parentPort.postMessage(server.address().port);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const worker = new Worker(program, { eval: true });
  const [port] = (await once(worker, "message")) as [number];
  const fillers = Array.from({ length: 8 }, () => connect(port, "127.0.0.1").on("error", () => undefined));
  await Promise.all(fillers.slice(0, 2).map((filler) => once(filler, "connect")));
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}

describe("connect", () => {
  it("fails when nobody listens, with the system's error as its cause", async () => {
    const error = await failureOf(ChatClient.connect({ name: "Ada", port: await choosePort() }));
    expect(error).toBeInstanceOf(ConnectFailedError);
    expect(error).toMatchObject({ code: "CONNECT_FAILED", isRetryable: true, cause: { code: "ECONNREFUSED" } });
  });

  it("fails when the connection is not made in time", async () => {
    await using server = await startDeafPort();
    const error = await failureOf(ChatClient.connect({ name: "Ada", port: server.port, connectTimeoutMs: 50 }));
    expect(error).toBeInstanceOf(ConnectTimeoutError);
    expect(error).toMatchObject({ code: "CONNECT_TIMEOUT", isRetryable: true });
  });

  it("fails when the server says nothing, and hangs up", async () => {
    const server = startMemoryServer((stream) => stream.resume());
    const error = await failureOf(
      ChatClient.connect({ name: "Ada", transport: server.transport, handshakeTimeoutMs: 50 }),
    );
    expect(error).toBeInstanceOf(HandshakeTimeoutError);
    expect(error).toMatchObject({ code: "HANDSHAKE_TIMEOUT", isRetryable: true });
    const [socket] = server.streams;
    if (socket && !socket.closed) await once(socket, "close");
  });

  it("fails when the server hangs up without a word", async () => {
    const server = startMemoryServer((stream) => stream.end());
    const error = await failureOf(ChatClient.connect({ name: "Ada", transport: server.transport }));
    expect(error).toBeInstanceOf(ConnectionLostError);
  });

  it.each([
    ["talks about something else", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["talks in bytes that are no text", "\u00ff\u00fe"],
    ["talks JSON of its own", '{"jsonrpc": "2.0"}\n'],
    ["lets somebody else answer", `${createJsonMsg("Bob", "1.2.3.4", "Ada", "hi")}\n`],
    ["answers the name with no welcome", `${createJsonMsg(SERVER_NAME, SERVER_IP, "Ada", "Server time: 10:00:00")}\n`],
  ])("fails when the server %s", async (_what, text) => {
    const server = startMemoryServer((stream) => {
      stream.once("data", () => stream.write(text, "latin1"));
    });
    const error = await failureOf(ChatClient.connect({ name: "Ada", transport: server.transport }));
    expect(error).toBeInstanceOf(WrongServerError);
    expect(error).toMatchObject({ code: "WRONG_SERVER", isRetryable: false });
  });

  it("fails when it is a web server that answers", async () => {
    await using server = await startWebServer();
    const error = await failureOf(ChatClient.connect({ name: "Ada", port: server.port }));
    expect(error).toBeInstanceOf(WrongServerError);
    expect(error).toMatchObject({ message: "This is no chat server: it is a web server (HTTP)." });
  });

  it("fails when it is an SSH server, which speaks first", async () => {
    const server = startMemoryServer((stream) => stream.write("SSH-2.0-OpenSSH_9.6\r\n"));
    const error = await failureOf(ChatClient.connect({ name: "Ada", transport: server.transport }));
    expect(error).toBeInstanceOf(WrongServerError);
    expect(error).toMatchObject({ message: "This is no chat server: it is an SSH server." });
  });

  it("tells whoever listened that early that it has failed, and why", async () => {
    const server = startMemoryServer(answerWith(refusal("⛔ Error: This name is not for you.")));
    const closed: ClientEvents["closed"][0][] = [];
    const connect = ChatClient.connect({
      name: "Ada",
      transport: server.transport,
      listen: (chat) => void chat.on("closed", (argument) => closed.push(argument)),
    });
    const error = await failureOf(connect);
    expect(closed).toEqual([{ error, unconfirmed: [], unsent: [] }]);
  });

  it.each([
    ["⛔ Error: Server full: 100 connections. Try again later.", ServerBusyError, true],
    ["⛔ Error: The server can't check names right now. Try again later.", ServerBusyError, true],
    ["⛔ Error: This name is not for you.", RefusedError, false],
  ])("fails with the server's reason: %s", async (text, errorClass, isRetryable) => {
    const server = startMemoryServer(answerWith(refusal(text)));
    const error = await failureOf(ChatClient.connect({ name: "Ada", transport: server.transport }));
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ message: text, isRetryable });
  });

  it("fails before anything is sent for a name that no server takes", async () => {
    const error = await failureOf(ChatClient.connect({ name: "SERVER", port: 1 }));
    expect(error).toBeInstanceOf(InvalidUsernameError);
  });
});

describe("an established connection", () => {
  it("is lost for good when the server begins to talk about something else", async () => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    await using ada = await ChatClient.connect({ name: "Ada", transport: server.transport });
    const closed = next(ada, "closed");
    for (const stream of server.streams) stream.write(Buffer.from([0xff, 0xfe]));
    expect((await closed).error).toBeInstanceOf(WrongServerError);
  });

  it("goes on after a message that is none of the contract: it may be another client's", async () => {
    const noMessage = '{"from": {"name": "Bob", "ip": "1.2.3.4"}, "to": "Ada", "msg": "hi", "mood": "good"}';
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport });
    const [malformed, message] = [next(ada, "malformed"), next(ada, "message")];
    for (const stream of server.streams) {
      stream.write(`${noMessage}\n${createJsonMsg("Bob", "1.2.3.4", "Ada", "still there")}\n`);
    }
    expect((await malformed).reason).toContain("mood");
    expect(await message).toMatchObject({ msg: "still there" });
    for (const stream of server.streams) stream.destroy();
    await ada.close();
  });

  it("gives a message that comes together with the welcome", async () => {
    const message = createJsonMsg("Bob", "1.2.3.4", "Ada", "at once");
    const server = startMemoryServer(answerWith(`${WELCOME}\n${message}\n`));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport });
    expect(await next(ada, "message")).toMatchObject({ msg: "at once" });
    for (const stream of server.streams) stream.destroy();
    await ada.close();
  });
});

describe("send", () => {
  it("fails before it writes more than the server takes, and says how much that is", async () => {
    await using server = await startNode();
    await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
    const error = await failureOf(ada.send("Ada", "x".repeat(65_536)));
    expect(error).toBeInstanceOf(MessageTooLargeError);
    expect(error).toMatchObject({ code: "MESSAGE_TOO_LARGE", isRetryable: false, limitBytes: 65_536 });
    await ada.send("Ada", "x".repeat(60_000));
    expect((await next(ada, "message")).msg).toHaveLength(60_000);
    expect(ada.unconfirmed).toHaveLength(1);
  });

  it("makes the program wait for a server that does not read, then fails instead of filling the memory", async () => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
    for (const stream of server.streams) stream.pause();
    const warnings: string[] = [];
    const warn = ({ message }: Error) => void warnings.push(message);
    process.on("warning", warn);
    try {
      const text = "x".repeat(10_000);
      const errors: unknown[] = [];
      const waiting = new Set<number>();
      for (let count = 0; count < 10_000 && errors.length === 0; count++) {
        waiting.add(count);
        void ada.send("Ada", text).then(
          () => waiting.delete(count),
          (error: unknown) => errors.push(error),
        );
        await new Promise(setImmediate);
      }
      expect(errors[0]).toBeInstanceOf(SendQueueFullError);
      expect(errors[0]).toMatchObject({ code: "SEND_QUEUE_FULL", isRetryable: true });
      // 1 MiB of messages of 10 kB; those past 4 MiB that the system has taken wait for an answer as well.
      const waitingForAnswer = Math.max(0, ada.unconfirmed.length - 400);
      expect(waiting.size).toBeGreaterThan(90);
      expect(waiting.size).toBeLessThan(110 + waitingForAnswer);
      const closed = next(ada, "disconnected");
      for (const stream of server.streams) stream.destroy();
      expect((await closed).unconfirmed.length).toBeGreaterThanOrEqual(waiting.size - 1);
      expect(warnings).toEqual([]);
    } finally {
      process.off("warning", warn);
    }
  });
});

describe("a request", () => {
  it("fails when no answer comes in time", async () => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({
      name: "Ada",
      transport: server.transport,
      requestTimeoutMs: 20,
      reconnect: false,
    });
    const error = await failureOf(ada.time());
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ code: "NO_ANSWER", isRetryable: true });
    for (const stream of server.streams) stream.destroy();
    await ada.close();
  });

  it("is lost with its connection", async () => {
    const server = startMemoryServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
    const time = failureOf(ada.time());
    for (const stream of server.streams) stream.destroy();
    expect(await time).toBeInstanceOf(ConnectionLostError);
    await ada.close();
  });
});
