import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type ChatMessage, createJsonMsg } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { startTestServer } from "./test-server.ts";

/** A text in a vector: as it is, or in parts when it is too long to write out. */
type VectorText = string | { readonly parts: readonly ({ text: string } | { repeat: string; times: number })[] };

interface DeliveryVector {
  readonly id: string;
  readonly rule: string;
  readonly input: {
    readonly sender: ChatMessage["from"];
    readonly receiver: string;
    readonly text?: string;
    readonly parts?: Exclude<VectorText, string>["parts"];
  };
  readonly expected:
    | { readonly message: Omit<ChatMessage, "msg"> & { readonly msg: VectorText }; readonly maxBytes: number }
    | { readonly answer: string };
  readonly hint: string;
}

const path = createRequire(import.meta.url).resolve("@chat/protocol/vectors/deliver.json");
const vectors: readonly DeliveryVector[] = JSON.parse(readFileSync(path, "utf8")).vectors;

function textOf(text: VectorText): string {
  if (typeof text === "string") return text;
  return text.parts.map((part) => ("text" in part ? part.text : part.repeat.repeat(part.times))).join("");
}

/** Joins from any address, by the header of a trusted proxy. */
async function joinFrom(ip: string, name: string, server: Awaited<ReturnType<typeof startTestServer>>) {
  const peer = await server.connect();
  peer.write(`PROXY TCP4 ${ip} 127.0.0.1 5001 65432\r\n${name}\n`);
  expect(await peer.nextText()).toMatch(/^Welcome /);
  return peer;
}

describe("a delivered message", () => {
  it.each(vectors)("$id [$rule] $hint", async ({ input, expected }) => {
    await using server = await startTestServer({ trustedProxies: ["127.0.0.1"] });
    const { sender, receiver, text, parts = [] } = input;
    const from = await joinFrom(sender.ip, sender.name, server);
    const to = await joinFrom("192.0.2.9", receiver, server);
    const skipped = to.bytes.length;
    from.write(text ?? textOf({ parts }));
    if ("answer" in expected) {
      expect((await from.next()).msg.startsWith(expected.answer)).toBe(true);
      // What was delivered before this would have come before it.
      to.send(receiver, receiver, "to myself");
      expect((await to.next()).msg).toBe("to myself");
      return;
    }
    expect(await to.next()).toEqual({ ...expected.message, msg: textOf(expected.message.msg) });
    const line = to.bytes.subarray(skipped);
    expect(line.at(-1)).toBe(0x0a);
    expect(line.length - 1).toBeLessThanOrEqual(expected.maxBytes);
    expect(line.every((byte) => byte < 0x80)).toBe(true);
  });

  it("of DEL alone would be too large if it were written as the helper writes it [C-25]", () => {
    expect(createJsonMsg("Ada", "192.0.2.7", "Bob", "\x7f".repeat(65_400)).length).toBeGreaterThan(392_400);
  });

  it("stays within the limit in a shout too [C-25]", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    const bob = await server.join("Bob");
    const before = bob.bytes.length;
    const text = "\x7f".repeat(65_300);
    ada.write(JSON.stringify({ from: { name: "Ada", ip: "" }, to: "/shout", msg: text }));
    expect((await bob.next()).msg).toBe(text);
    expect(bob.bytes.length - before).toBeLessThan(66_000);
  });
});
