import { MessageReader } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { createRejectedTrouble } from "./rejected-trouble.ts";
import { TroubleKind } from "./trouble.ts";
import { describeTrouble } from "./trouble-words.ts";

/** Describes the rejection that these bytes get. */
function describeBytes(bytes: string | Buffer) {
  const reader = new MessageReader({ maxMessageBytes: 1_000 });
  reader.push(Buffer.from(bytes));
  const item = reader.next() ?? reader.end();
  if (item?.kind !== "rejected") throw new Error("It is not rejected.");
  return describeTrouble(createRejectedTrouble(item, reader.rejectedBytes));
}

const FROM = '"from": {"name": "Ada", "ip": ""}';

describe("the words of a rejected frame", () => {
  it.each([
    ["hello", "text outside a message"],
    [`{${FROM}, "to": "Bob", "msg": "", "time": 1}`, 'unknown key "time"', "time"],
    [`{"from": {"name": "Ada", "ip": "", "port": 1}}`, 'unknown key "port"', "port"],
    [`{${FROM}, "to": "Bob", "to": "Cleo", "msg": ""}`, 'key twice: "to"', "to"],
    [`{${FROM}, "msg": ""}`, 'missing key "to"', "to"],
    ['{"from": {"name": "Ada"}, "to": "Bob", "msg": ""}', 'missing key "ip"', "ip"],
    ['{"from": "Ada"}', "no JSON object where one is due"],
    [`{${FROM}`, "a message without its end"],
    [`{${FROM}, "msg": "${"x".repeat(1_000)}`, "a message that is too large"],
  ])("%s", (bytes, text, key?: string) => {
    expect(describeBytes(bytes)).toEqual(key === undefined ? { text } : { text, key });
  });

  it.each([
    [`{${FROM}, "to": 1, "msg": ""}`, "to", "number", "a number"],
    [`{${FROM}, "to": "Bob", "msg": false}`, "msg", "boolean", "true or false"],
    [`{${FROM}, "to": null, "msg": ""}`, "to", "null", "null"],
    ['{"from": {"name": ["secret"]}}', "from.name", "list", "a list"],
    ['{"from": {"ip": {"secret": 1}}}', "from.ip", "object", "an object"],
  ])("name the type of a value that is no string, and not the value: %s", (bytes, key, valueType, words) => {
    expect(describeBytes(bytes)).toEqual({ text: `no string as value of "${key}": ${words}`, key, valueType });
  });

  it("name no type where there is none of JSON", () => {
    expect(describeBytes(`{${FROM}, "to": undefined}`)).toEqual({ text: 'no string as value of "to"', key: "to" });
  });

  it.each<[bytes: string, text: string, at: number, byte?: string]>([
    [`{${FROM}, "to": "Bob" ; "msg": ""}`, "broken JSON", 48, "0x3B"],
    ["{'from': 1}", "broken JSON", 1, "0x27"],
    [`{${FROM}, "to" "Bob"}`, "broken JSON", 41, "0x22"],
    [`{${FROM}, "to": "Bob" secret}`, "broken JSON", 48],
    [`{${FROM}, "to": "Bob" 5}`, "broken JSON", 48],
    [`{${FROM}, "to": "Bob" é}`, "broken JSON", 48],
    [`{${FROM}\u00a0, "to": "Bob"}`, "broken JSON", 34],
    [`{${FROM}\0}`, "broken JSON", 34, "0x00"],
    [`{${FROM}, "to": "\\x", "msg": ""}`, "a string with a wrong character or escape", 43],
    [`{${FROM}, "to": "a\nb", "msg": ""}`, "a string with a wrong character or escape", 44, "0x0A"],
    [`{${FROM}, "to": "\\ud83d", "msg": ""}`, "a string with a wrong character or escape", 43],
  ])("say where the wrong byte is, and which if it is no letter or digit: %j", (bytes, text, at, byte) => {
    expect(describeBytes(bytes)).toEqual({ text, at, ...(byte !== undefined && { byte }) });
  });

  it.each<[title: string, bytes: Buffer, at: number, byte: string]>([
    ["begins no character", Buffer.from([0x7b, 0x22, 0xe9, 0x22]), 2, "0xE9"],
    ["begins a character that is cut", Buffer.from([0x7b, 0x22, 0xf0, 0x9f, 0x91, 0x22]), 2, "0xF0"],
    ["stands outside a message", Buffer.from([0x0a, 0xff]), 1, "0xFF"],
  ])("name the byte that is not UTF-8: one that %s", (_, bytes, at, byte) => {
    expect(describeBytes(bytes)).toEqual({ text: "bytes that are not UTF-8", at, byte });
  });

  it.each([
    ["several words", "meet me at noon"],
    ["more than 20 letters", "theverysecretwordthatnobodyknows"],
    ["an escape", "caf\\u00e9"],
    ["a digit", "pin1234"],
    ["other words that end like the text", 'x\\" twice'],
  ])("leave out a key with %s", (_, key) => {
    expect(describeBytes(`{"${key}": 1}`)).toEqual({ text: "unknown key" });
  });
});

describe("the words of a message that was not delivered", () => {
  it.each([
    [TroubleKind.UnknownUser, "a message to somebody who is not online"],
    [TroubleKind.UnknownCommand, "an unknown command"],
    [TroubleKind.ForgedSender, "a message in the name of somebody else"],
  ])("%s", (kind, text) => {
    expect(describeTrouble({ kind, to: "secret" })).toEqual({ text });
  });

  it("name the user who was claimed to be the sender", () => {
    const trouble = { kind: TroubleKind.ForgedSender, claimedName: "Bob" };
    expect(describeTrouble(trouble)).toEqual({ text: "a message in the name of Bob" });
  });
});
