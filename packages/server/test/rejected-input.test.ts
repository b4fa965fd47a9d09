import { once } from "node:events";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import type { ChatNodeEvents } from "../src/chat-node-events.ts";
import { eventually } from "./eventually.ts";
import { expectNothingElse, json, readTexts } from "./hand-written-messages.ts";
import { startTestServer } from "./test-server.ts";

/** Waits for the server to end a peer's connection. Returns the texts that came after its welcome. */
async function readLastTexts(peer: TestPeer): Promise<string[]> {
  return (await peer.ended()).slice(1);
}

describe("rejected input", () => {
  const goesOn = [
    ["text between messages", "hello\n", 4, /^there is text outside a message/],
    ["an object that is no message", '{"a": 1}', 4, /unknown key "a"/],
    ["an empty object", "{}", 4, /has no key "from"/],
    ["a key too few", '{"from":{"name":"Ada","ip":""},"to":"Ada"}', 4, /has no key "msg"/],
    ["a key too many", '{"from":{"name":"Ada","ip":""},"to":"Ada","msg":"","x":""}', 4, /unknown key "x"/],
    ["a key twice", '{"to":"Ada","from":{"name":"Ada","ip":""},"\\u0074o":"Ada","msg":""}', 4, /key "to" twice/],
    ["a number for a text", '{"from":{"name":"Ada","ip":""},"to":"Ada","msg":1}', 4, /"msg" is not a string/],
    ["half a surrogate pair", '{"from":{"name":"Ada","ip":""},"to":"Ada","msg":"\\ud83d"}', 4, /surrogate/],
    ["broken JSON", "{'from': 1}", 4, /JSON is broken/],
    ["objects nested deeply", `${"{".repeat(1_000)}${"}".repeat(1_000)}`, 4, /./],
    ["text after white space", " \r\n\t\u3000x\n", 11, /^there is text outside a message/],
    ["a byte order mark in the middle", "\ufeff\n", 4, /^there is text outside a message/],
  ] as const;

  it.each(goesOn)("of %s is answered, and the connection goes on [C-14]", async (_, input, offset, reason) => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    ada.write(`${input}${json("Ada", "Ada", "after it")}`);
    const text = await ada.nextText();
    expect(text.startsWith(`⛔ Error: At byte ${offset}, `)).toBe(true);
    expect(text.slice(`⛔ Error: At byte ${offset}, `.length)).toMatch(reason);
    expect(await ada.nextText()).toBe("after it");
    await expectNothingElse(ada, "Ada");
  });

  const closes = [
    ["over the size limit", Buffer.from(`{"from": "${"x".repeat(70_000)}`), /larger than 65536 bytes/],
    ["not UTF-8 inside an object", Buffer.from('{"from": "\xff"}', "latin1"), /not UTF-8/],
    ["not UTF-8 outside of one", Buffer.from("\xc3(", "latin1"), /not UTF-8/],
    ["an overlong character", Buffer.from('{"\xc0\xaf"}', "latin1"), /not UTF-8/],
    ["a surrogate in UTF-8", Buffer.from('{"\xed\xa0\x80"}', "latin1"), /not UTF-8/],
  ] as const;

  it.each(closes)("that is %s is answered, then the connection closed [C-14]", async (_, input, reason) => {
    await using server = await startTestServer();
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    const closed = once(server.node, "closed") as Promise<ChatNodeEvents["closed"]>;
    ada.write(json("Ada", "Bob", "before it"));
    ada.write(Buffer.concat([input, Buffer.from(json("Ada", "Bob", "after it"))]));
    const [text, ...more] = await readLastTexts(ada);
    expect(text).toMatch(/^⛔ Error: At byte \d+, /);
    expect(text).toMatch(reason);
    expect(more).toEqual([]);
    ada.end();
    expect(await closed).toEqual([{ name: "Ada", ip: "127.0.0.1", reason: "broken-input" }]);
    expect(await bob.nextText()).toBe("before it");
    await expectNothingElse(bob, "Bob");
  });

  it("cut by the end of input is answered [C-14] [C-35]", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    ada.end(`${json("Ada", "/nope", "")}{"from": {"name"`);
    const [first, second, ...more] = await readLastTexts(ada);
    expect(first).toMatch(/^❌ Error: Unknown command/);
    expect(second).toMatch(/^⛔ Error: At byte 65, .+/);
    expect(more).toEqual([]);
  });

  it("is answered once, however long it is between two messages and however it was cut [C-11] [C-14]", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    for (let write = 0; write < 50; write++) {
      ada.write("GET / HTTP/1.1 ".repeat(100));
      await eventually(() => ada.socket.writableLength === 0, "it is written");
    }
    ada.write(json("Ada", "Ada", "after it"));
    expect(await readTexts(ada, 2)).toEqual([
      expect.stringMatching(/^⛔ Error: At byte 4, there is text outside a message: "GET/),
      "after it",
    ]);
  });

  it("does not disturb other connections [C-14]", async () => {
    await using server = await startTestServer();
    const bob = await server.join("Bob");
    for (const [, input] of closes) {
      const peer = await server.join("Ada");
      peer.write(input);
      await peer.ended();
      peer.vanish();
      await eventually(() => server.node.userCount === 1, "Ada is gone");
    }
    await expectNothingElse(bob, "Bob");
  });
});

it.each([
  ["unknown", "/nope", "❌ Error: Unknown command '/nope'. Send a message to /help for the list."],
  ["of another case", "/List", "❌ Error: Unknown command '/List'. Send a message to /help for the list."],
  ["followed by a space", "/list ", "❌ Error: Unknown command '/list '. Send a message to /help for the list."],
  ["a bare slash", "/", "❌ Error: Unknown command '/'. Send a message to /help for the list."],
  [
    "of 64 bytes",
    `/${"x".repeat(63)}`,
    `❌ Error: Unknown command '/${"x".repeat(63)}'. Send a message to /help for the list.`,
  ],
  [
    "of 65 bytes",
    `/${"x".repeat(64)}`,
    `❌ Error: Unknown command '/${"x".repeat(63)}…'. Send a message to /help for the list.`,
  ],
  [
    "cut inside of a character",
    `/x${"🙂".repeat(20)}`,
    `❌ Error: Unknown command '/x${"🙂".repeat(15)}…'. Send a message to /help for the list.`,
  ],
])("a command that is %s is not known [C-61] [C-67]", async (_, to, expected) => {
  await using server = await startTestServer();
  const ada = await server.join("Ada");
  ada.send("Ada", to, "");
  expect(await ada.next()).toEqual({ from: { name: "SERVER", ip: "0.0.0.0" }, to: "Ada", msg: expected });
});
