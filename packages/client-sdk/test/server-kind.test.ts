import { createJsonMsg } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { ChatClient, MessageTooLargeError } from "../src/index.ts";
import { eventually, failureOf, next, record } from "./chat-setup.ts";
import { startMemoryServer } from "./memory-server.ts";
import { answerWith, fromServer, WELCOME } from "./server-words.ts";

const LARGE = "x".repeat(5_000);

describe("a server whose welcome comes without its newline", () => {
  it("is taken for an original one until the newline comes, and then for what it is", async () => {
    const server = startMemoryServer(answerWith(WELCOME));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
    const states = record(ada, "state");
    expect(ada.state).toMatchObject({ kind: "online", serverKind: "original" });
    expect(await failureOf(ada.send("Bob", LARGE))).toBeInstanceOf(MessageTooLargeError);
    const learned = next(ada, "state");
    for (const stream of server.streams) stream.write("\n");
    await learned;
    expect(states).toMatchObject([{ kind: "online", serverKind: "framing" }]);
    expect(ada.state).toMatchObject({ kind: "online", serverKind: "framing" });
    await ada.send("Bob", LARGE);
    await ada.close({ signal: AbortSignal.abort() });
  });

  it("gets what waited for its turn before anything newer", async () => {
    let written = "";
    const server = startMemoryServer((stream) => {
      stream.once("data", () => {
        stream.write(WELCOME);
        stream.on("data", (chunk) => {
          written += chunk.toString();
        });
      });
    });
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
    const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    const sends = texts.map((text) => ada.send("Bob", text));
    ada.once("state", () => {
      sends.push(ada.send("Bob", "newer"), ada.send("Bob", "newest"));
    });
    for (const stream of server.streams) stream.write("\n");
    const lines = [...texts, "newer", "newest"].map((text) => `${createJsonMsg("Ada", "127.0.0.1", "Bob", text)}\n`);
    await eventually(() => expect(written).toBe(lines.join("")));
    await Promise.all(sends);
    await ada.close({ signal: AbortSignal.abort() });
  });

  it("stays an original one when a message comes right behind it", async () => {
    const server = startMemoryServer(answerWith(WELCOME));
    const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
    const notices = record(ada, "notice");
    for (const stream of server.streams) stream.write(`${fromServer("Notice: one")}\n${fromServer("Notice: two")}\n`);
    await eventually(() => expect(notices).toEqual([{ text: "Notice: one" }, { text: "Notice: two" }]));
    expect(ada.state).toMatchObject({ kind: "online", serverKind: "original" });
    await ada.close({ signal: AbortSignal.abort() });
  });
});

it("understands a server that writes one byte at a time", async () => {
  const server = startMemoryServer((stream) => {
    let written = Promise.resolve();
    const write = (text: string) => {
      written = written.then(async () => {
        for (const byte of Buffer.from(text)) {
          stream.write(Buffer.of(byte));
          await new Promise(setImmediate);
        }
      });
    };
    stream.once("data", () => {
      write(`${WELCOME}\n`);
      stream.on("data", () => write(`${fromServer("Server time: 10:00:00")}\n`));
    });
  });
  const ada = await ChatClient.connect({ name: "Ada", transport: server.transport, reconnect: false });
  expect(await ada.time()).toBe("10:00:00");
  expect(ada.state).toMatchObject({ kind: "online", serverKind: "framing" });
  await ada.close({ signal: AbortSignal.abort() });
});

it("hears a notice that comes before the welcome", async () => {
  const server = startMemoryServer(answerWith(`${fromServer("Notice: we close at noon")}\n${WELCOME}\n`));
  const notices: string[] = [];
  const ada = await ChatClient.connect({
    name: "Ada",
    transport: server.transport,
    reconnect: false,
    listen: (chat) => void chat.on("notice", ({ text }) => notices.push(text)),
  });
  expect(notices).toEqual(["Notice: we close at noon"]);
  expect(ada.state).toMatchObject({ kind: "online", serverKind: "framing" });
  await ada.close({ signal: AbortSignal.abort() });
});
