import { readFile } from "node:fs/promises";
import { getStandardJson } from "@chat/protocol";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "./test-server.ts";

interface Step {
  readonly note: string;
  readonly connection: string;
  readonly opens: boolean;
  readonly sends: string;
}

/** Who hears what: connection, sender, receiver, text. */
type Reply = readonly [connection: string, from: string, to: string, text: string | RegExp];

const WELCOME = "Connection established.\nSend message to /help for a list of available commands!\n";

/** What the contract answers to each step, whether the original answered it or lost it. */
const REPLIES: Record<string, readonly Reply[]> = {
  "first client: raw name, no terminator": [
    ["A", "SERVER", "alice", `Welcome alice! ${WELCOME}You are the first connected user.`],
  ],
  "second client": [["B", "SERVER", "bob", `Welcome bob! ${WELCOME}Online users: alice`]],
  "alice writes to /list": [["A", "SERVER", "alice", "Online users (1): bob"]],
  "alice writes to /time": [["A", "SERVER", "alice", /^Server time: \d\d:\d\d:\d\d$/]],
  "alice writes to /help": [
    [
      "A",
      "SERVER",
      "alice",
      "Available commands: \n /standard, /list, /time, /help, /shout \n Note: Write them when asking 'to:' to receive the correct response!",
    ],
  ],
  "alice writes to /standard": [["A", "SERVER", "alice", `JSON STD: \n ${getStandardJson()}`]],
  "alice writes to /shout": [
    ["A", "SERVER", "alice", "Message sent to 1 users"],
    ["B", "alice", "Everyone", "héllo 👋"],
  ],
  "alice writes to /nope": [
    ["A", "SERVER", "alice", "❌ Error: Unknown command '/nope'. Send a message to /help for the list."],
  ],
  "alice writes to Everyone": [["A", "SERVER", "alice", "❌ Error: User 'Everyone' not found."]],
  "alice writes to bob": [["B", "alice", "bob", "héllo 👋"]],
  "alice writes to carol": [["A", "SERVER", "alice", "❌ Error: User 'carol' not found."]],
  "alice writes to alice": [["A", "alice", "alice", "héllo 👋"]],
  "a name in use": [["C", "SERVER", "Guest", "⛔ Error: Username already in use! Try with another name."]],
  "name and first message in one segment (the message is lost)": [
    ["D", "SERVER", "dora", `Welcome dora! ${WELCOME}Online users: alice, bob`],
    ["D", "SERVER", "dora", /^Server time: \d\d:\d\d:\d\d$/],
  ],
  "name with white space and newline": [
    ["E", "SERVER", "erin", `Welcome erin! ${WELCOME}Online users: alice, bob, dora`],
  ],
  "bob forges the sender": [
    ["B", "SERVER", "bob", /^⛔ Error: You are 'bob', so a message from 'alice' was not delivered/],
  ],
  "two messages in one segment (both are lost)": [
    ["B", "alice", "bob", "one"],
    ["B", "alice", "bob", "two"],
  ],
  "a message of more than 1,024 bytes (lost)": [["B", "alice", "bob", /^x{1500}$/]],
  'message without "to" (the connection ends without a word)': [
    ["A", "SERVER", "alice", /^⛔ Error: At byte \d+, the message has no key "to"\./],
  ],
  "stray text (no answer)": [["B", "SERVER", "bob", /^⛔ Error: At byte \d+, there is text outside a message/]],
};

const transcript = JSON.parse(await readFile(new URL("fixtures/transcript.json", import.meta.url), "utf8")) as {
  steps: readonly Step[];
};

describe("the client side of what the original server was observed to answer", () => {
  it("has an expectation for every step", () => {
    expect(transcript.steps.map(({ note }) => note)).toEqual(Object.keys(REPLIES));
  });

  it("gets the same answers in meaning, and an answer or a delivery for everything that the original loses", async () => {
    await using server = await startTestServer();
    const peers = new Map<string, TestPeer>();
    for (const step of transcript.steps) await replay(step, server, peers);

    for (const [connection, peer] of peers) {
      const expected = Object.values(REPLIES)
        .flat()
        .filter(([receiver]) => receiver === connection);
      expect(peer.messages, `messages to ${connection}`).toHaveLength(expected.length);
      expect(peer.isEnded, `${connection} is ended`).toBe(connection === "C");
    }
  });
});

async function replay({ note, connection, opens, sends }: Step, server: TestServer, peers: Map<string, TestPeer>) {
  if (opens) peers.set(connection, await server.connect());
  peers.get(connection)?.write(sends);
  for (const [receiver, from, to, text] of REPLIES[note] ?? []) {
    const message = await peers.get(receiver)?.next();
    expect(message, note).toMatchObject({ from: { name: from }, to });
    if (typeof text === "string") expect(message?.msg, note).toBe(text);
    else expect(message?.msg, note).toMatch(text);
  }
}
