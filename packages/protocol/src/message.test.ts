import { describe, expect, it } from "vitest";
import type { ChatMessage } from "./chat-message.ts";
import { InvalidMessageError } from "./errors.ts";
import { createJsonMsg, decodeJsonMsg, encodeMessage, getStandardJson } from "./message.ts";
import { ChatMessageSchema } from "./schema.ts";

const message: ChatMessage = { from: { name: "Ada", ip: "192.0.2.7" }, to: "Bob", msg: "h\u00e9" };

describe("createJsonMsg", () => {
  it("writes what Python's json.dumps writes [C-5]", () => {
    expect(createJsonMsg("Ada", "192.0.2.7", "Bob", "h\u00e9")).toBe(
      '{"from": {"name": "Ada", "ip": "192.0.2.7"}, "to": "Bob", "msg": "h\\u00e9"}',
    );
  });

  it("names the argument that is no string, for callers without types", () => {
    const create = () => createJsonMsg("Ada", "192.0.2.7", 5 as unknown as string, "hi");
    expect(create).toThrow(new InvalidMessageError('"to" is not a string but number.'));
  });

  it("names the argument with half of a surrogate pair", () => {
    const create = () => createJsonMsg("\ud800", "192.0.2.7", "Bob", "hi");
    expect(create).toThrow(new InvalidMessageError('"from.name" has half of a surrogate pair.'));
  });
});

describe("encodeMessage", () => {
  it("gives one line in ASCII, its newline included [C-20] [C-21]", () => {
    expect(new TextDecoder().decode(encodeMessage(message))).toBe(
      '{"from": {"name": "Ada", "ip": "192.0.2.7"}, "to": "Bob", "msg": "h\\u00e9"}\n',
    );
  });

  it("refuses what is not a message", () => {
    expect(() => encodeMessage({ ...message, msg: "\udc4b" })).toThrow(InvalidMessageError);
  });
});

describe("decodeJsonMsg", () => {
  it("never throws, not even for what is no bytes [C-5]", () => {
    expect(decodeJsonMsg("{}" as unknown as Uint8Array)).toBeNull();
    expect(decodeJsonMsg(undefined as unknown as Uint8Array)).toBeNull();
  });
});

describe("ChatMessageSchema", () => {
  it("accepts what decodeJsonMsg gives [C-3]", () => {
    expect(ChatMessageSchema.parse(decodeJsonMsg(encodeMessage(message)))).toEqual(message);
  });

  it.each([
    ["an extra key", { ...message, time: "now" }],
    ["an extra key of the sender", { ...message, from: { ...message.from, port: "1" } }],
    ["a number", { ...message, msg: 1 }],
    ["half of a surrogate pair", { ...message, msg: "\ud83d" }],
  ])("refuses %s [C-3]", (_what, value) => {
    expect(ChatMessageSchema.safeParse(value).success).toBe(false);
  });
});

it("getStandardJson shows the structure of a message [C-5]", () => {
  const structure = { from: { name: "...", ip: "..." }, to: "...", msg: "..." };
  expect(JSON.parse(getStandardJson())).toEqual(structure);
});
