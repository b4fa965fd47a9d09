import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { createJsonMsg, GUEST, InvalidUsernameError, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";
import type { Endpoint } from "@chat/server";
import { describe, expect, it } from "vitest";
import {
  ChatClient,
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
import { next, startNode, startScriptedServer } from "./chat-setup.ts";

const WELCOME = createJsonMsg(
  SERVER_NAME,
  SERVER_IP,
  "Ada",
  serverTexts.welcome.write("Ada", { names: [], count: 0, maxTextBytes: 1_000 }),
);

function refusal(text: string): string {
  return `${createJsonMsg(SERVER_NAME, SERVER_IP, GUEST, text)}\n`;
}

/** Answers each client's first bytes with a text. */
function answerWith(text: string): (socket: Socket) => void {
  return (socket) => void socket.once("data", () => socket.write(text));
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => new Error("It did not fail."),
    (error: unknown) => error,
  );
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
    const server = await startScriptedServer(() => undefined);
    const { port } = server;
    await server[Symbol.asyncDispose]();
    const error = await failureOf(ChatClient.connect({ name: "Ada", port }));
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
    await using server = await startScriptedServer((socket) => socket.resume());
    const error = await failureOf(ChatClient.connect({ name: "Ada", port: server.port, handshakeTimeoutMs: 50 }));
    expect(error).toBeInstanceOf(HandshakeTimeoutError);
    expect(error).toMatchObject({ code: "HANDSHAKE_TIMEOUT", isRetryable: true });
    const [socket] = server.sockets;
    if (socket && !socket.closed) await once(socket, "close");
  });

  it("fails when the server hangs up without a word", async () => {
    await using server = await startScriptedServer((socket) => socket.end());
    const error = await failureOf(ChatClient.connect({ name: "Ada", port: server.port }));
    expect(error).toBeInstanceOf(ConnectionLostError);
  });

  it.each([
    ["talks about something else", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["talks in bytes that are no text", "\u00ff\u00fe"],
    ["talks JSON of its own", '{"jsonrpc": "2.0"}\n'],
    ["lets somebody else answer", `${createJsonMsg("Bob", "1.2.3.4", "Ada", "hi")}\n`],
    ["answers the name with no welcome", `${createJsonMsg(SERVER_NAME, SERVER_IP, "Ada", "Server time: 10:00:00")}\n`],
  ])("fails when the server %s", async (_what, text) => {
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => socket.write(text, "latin1"));
    });
    const error = await failureOf(ChatClient.connect({ name: "Ada", port: server.port }));
    expect(error).toBeInstanceOf(WrongServerError);
    expect(error).toMatchObject({ code: "WRONG_SERVER", isRetryable: false });
  });

  it.each([
    ["⛔ Error: Server full: 100 connections. Try again later.", ServerBusyError, true],
    ["⛔ Error: The server can't check names right now. Try again later.", ServerBusyError, true],
    ["⛔ Error: This name is not for you.", RefusedError, false],
  ])("fails with the server's reason: %s", async (text, errorClass, isRetryable) => {
    await using server = await startScriptedServer(answerWith(refusal(text)));
    const error = await failureOf(ChatClient.connect({ name: "Ada", port: server.port }));
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ message: text, isRetryable });
  });

  it("fails before anything is sent for a name that no server takes", async () => {
    const error = await failureOf(ChatClient.connect({ name: "SERVER", port: 1 }));
    expect(error).toBeInstanceOf(InvalidUsernameError);
  });

  it("ends with the reason of its signal, whether it has begun or not", async () => {
    await using server = await startScriptedServer((socket) => socket.resume());
    const reason = new Error("changed my mind");
    const early = ChatClient.connect({ name: "Ada", port: server.port, signal: AbortSignal.abort(reason) });
    expect(await failureOf(early)).toBe(reason);
    const controller = new AbortController();
    const late = failureOf(ChatClient.connect({ name: "Ada", port: server.port, signal: controller.signal }));
    while (server.sockets.size === 0) await new Promise(setImmediate);
    controller.abort(reason);
    expect(await late).toBe(reason);
  });
});

describe("an established connection", () => {
  it("is lost for good when the server begins to talk about something else", async () => {
    await using server = await startScriptedServer(answerWith(`${WELCOME}\n`));
    await using ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const closed = next(ada, "closed");
    for (const socket of server.sockets) socket.write(Buffer.from([0xff, 0xfe]));
    expect((await closed).error).toBeInstanceOf(WrongServerError);
  });

  it("goes on after a message that is none of the contract: it may be another client's", async () => {
    const noMessage = '{"from": {"name": "Bob", "ip": "1.2.3.4"}, "to": "Ada", "msg": "hi", "mood": "good"}';
    await using server = await startScriptedServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", port: server.port });
    const [garbled, message] = [next(ada, "garbled"), next(ada, "message")];
    for (const socket of server.sockets) {
      socket.write(`${noMessage}\n${createJsonMsg("Bob", "1.2.3.4", "Ada", "still there")}\n`);
    }
    expect((await garbled).reason).toContain("mood");
    expect(await message).toMatchObject({ msg: "still there" });
    for (const socket of server.sockets) socket.destroy();
    await ada.close();
  });

  it("gives a message that comes together with the welcome", async () => {
    const message = createJsonMsg("Bob", "1.2.3.4", "Ada", "at once");
    await using server = await startScriptedServer(answerWith(`${WELCOME}\n${message}\n`));
    const ada = await ChatClient.connect({ name: "Ada", port: server.port });
    expect(await next(ada, "message")).toMatchObject({ msg: "at once" });
    for (const socket of server.sockets) socket.destroy();
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
    await using server = await startScriptedServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: false });
    for (const socket of server.sockets) socket.pause();
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
      // 1 MiB of messages of 10 kB.
      expect(waiting.size).toBeGreaterThan(90);
      expect(waiting.size).toBeLessThan(110);
      const closed = next(ada, "disconnected");
      for (const socket of server.sockets) socket.destroy();
      expect((await closed).unconfirmed.length).toBeGreaterThanOrEqual(waiting.size - 1);
      expect(warnings).toEqual([]);
    } finally {
      process.off("warning", warn);
    }
  });
});

describe("a request", () => {
  it("fails when no answer comes in time", async () => {
    await using server = await startScriptedServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", port: server.port, requestTimeoutMs: 20, reconnect: false });
    const error = await failureOf(ada.time());
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ code: "NO_ANSWER", isRetryable: true });
    for (const socket of server.sockets) socket.destroy();
    await ada.close();
  });

  it("ends with the reason of its signal, and its answer goes to nobody else", async () => {
    const answers: (() => void)[] = [];
    const slow: Endpoint = {
      name: "/slow",
      summary: "Answer when told.",
      handle: ({ text, reply }) => void answers.push(() => reply(`slow ${text}`)),
    };
    await using server = await startNode({ endpoints: [slow] });
    await using ada = await ChatClient.connect({ name: "Ada", port: server.address().port });
    const controller = new AbortController();
    const reason = new Error("enough");
    const aborted = failureOf(ada.request("/slow", "one", { signal: controller.signal }));
    const second = ada.request("/slow", "two");
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    while (answers.length < 2) await new Promise(setImmediate);
    for (const answer of answers) answer();
    expect(await second).toBe("slow two");
  });

  it("is lost with its connection", async () => {
    await using server = await startScriptedServer(answerWith(`${WELCOME}\n`));
    const ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: false });
    const time = failureOf(ada.time());
    for (const socket of server.sockets) socket.destroy();
    expect(await time).toBeInstanceOf(ConnectionLostError);
    await ada.close();
  });
});
