import { MessageReader, type Rejection } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { TroubleKind } from "./trouble.ts";
import { describeTrouble } from "./trouble-words.ts";

/** The rejection that these bytes get. */
function reject(bytes: string | Buffer): Rejection {
  const reader = new MessageReader({ maxMessageBytes: 1_000 });
  reader.push(Buffer.from(bytes));
  const item = reader.next() ?? reader.end();
  if (item?.kind !== "rejected") throw new Error("It is not rejected.");
  return item;
}

function describeBytes(bytes: string | Buffer) {
  const rejection = reject(bytes);
  return describeTrouble({ kind: rejection.code, rejection });
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
    [`{${FROM}, "to": 1, "msg": ""}`, 'no string as value of "to"', "to"],
    ['{"from": {"name": 1}}', 'no string as value of "from.name"', "from.name"],
    ['{"from": "Ada"}', "no JSON object where one is due"],
    [`{${FROM}, "to": "Bob" "msg": ""}`, "broken JSON"],
    [`{${FROM}, "to": "\\x", "msg": ""}`, "a string with a wrong character or escape"],
    [Buffer.from([0x7b, 0xff]), "bytes that are not UTF-8"],
    [`{${FROM}`, "a message without its end"],
    [`{${FROM}, "msg": "${"x".repeat(1_000)}`, "a message that is too large"],
  ])("%s", (bytes, text, key?: string) => {
    expect(describeBytes(bytes)).toEqual(key === undefined ? { text } : { text, key });
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
