import { createJsonMsg } from "@chat/protocol";
import { startScriptedServer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { ChatClient, MessageTooLargeError } from "../src/index.ts";
import { eventually, failureOf, next, record } from "./chat-setup.ts";
import { answerWith, fromServer, WELCOME } from "./server-words.ts";

const LARGE = "x".repeat(5_000);

describe("a server whose welcome comes without its newline", () => {
  it("is taken for an original one until the newline comes, and then for what it is", async () => {
    await using server = await startScriptedServer(answerWith(WELCOME));
    const ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: false });
    const states = record(ada, "state");
    expect(ada.state).toEqual({ kind: "online", serverKind: "original" });
    expect(await failureOf(ada.send("Bob", LARGE))).toBeInstanceOf(MessageTooLargeError);
    const learned = next(ada, "state");
    for (const socket of server.sockets) socket.write("\n");
    await learned;
    expect(states).toEqual([{ kind: "online", serverKind: "framing" }]);
    expect(ada.state).toEqual({ kind: "online", serverKind: "framing" });
    await ada.send("Bob", LARGE);
    await ada.close({ signal: AbortSignal.abort() });
  });

  it("gets what waited for its turn before anything newer", async () => {
    let written = "";
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => {
        socket.write(WELCOME);
        socket.on("data", (chunk) => {
          written += chunk.toString();
        });
      });
    });
    const ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: false });
    const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    const sends = texts.map((text) => ada.send("Bob", text));
    ada.once("state", () => {
      sends.push(ada.send("Bob", "newer"), ada.send("Bob", "newest"));
    });
    for (const socket of server.sockets) socket.write("\n");
    const lines = [...texts, "newer", "newest"].map((text) => `${createJsonMsg("Ada", "127.0.0.1", "Bob", text)}\n`);
    await eventually(() => expect(written).toBe(lines.join("")));
    await Promise.all(sends);
    await ada.close({ signal: AbortSignal.abort() });
  });

  it("stays an original one when a message comes right behind it", async () => {
    await using server = await startScriptedServer(answerWith(WELCOME));
    const ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: false });
    const notices = record(ada, "notice");
    for (const socket of server.sockets) socket.write(`${fromServer("Notice: one")}\n${fromServer("Notice: two")}\n`);
    await eventually(() => expect(notices).toEqual([{ text: "Notice: one" }, { text: "Notice: two" }]));
    expect(ada.state).toEqual({ kind: "online", serverKind: "original" });
    await ada.close({ signal: AbortSignal.abort() });
  });
});

it("understands a server that writes one byte at a time", async () => {
  async function writeByteByByte(write: (byte: Buffer, written: () => void) => void, text: string): Promise<void> {
    for (const byte of Buffer.from(text)) await new Promise<void>((resolve) => write(Buffer.of(byte), resolve));
  }
  await using server = await startScriptedServer((socket) => {
    socket.setNoDelay(true);
    const write = (byte: Buffer, written: () => void) => void socket.write(byte, () => setImmediate(written));
    socket.once("data", () => {
      void writeByteByByte(write, `${WELCOME}\n`);
      socket.on("data", () => void writeByteByByte(write, `${fromServer("Server time: 10:00:00")}\n`));
    });
  });
  const ada = await ChatClient.connect({ name: "Ada", port: server.port, reconnect: false });
  expect(await ada.time()).toBe("10:00:00");
  expect(ada.state).toEqual({ kind: "online", serverKind: "framing" });
  await ada.close({ signal: AbortSignal.abort() });
});

it("hears a notice that comes before the welcome", async () => {
  await using server = await startScriptedServer(answerWith(`${fromServer("Notice: we close at noon")}\n${WELCOME}\n`));
  const notices: string[] = [];
  const ada = await ChatClient.connect({
    name: "Ada",
    port: server.port,
    reconnect: false,
    listen: (chat) => void chat.on("notice", ({ text }) => notices.push(text)),
  });
  expect(notices).toEqual(["Notice: we close at noon"]);
  expect(ada.state).toEqual({ kind: "online", serverKind: "framing" });
  await ada.close({ signal: AbortSignal.abort() });
});
