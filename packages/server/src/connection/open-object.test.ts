import fc from "fast-check";
import { expect, it } from "vitest";
import { OpenObject } from "./open-object.ts";

const START = '{"from": {"name": "Ada", "ip": ""}, "to": "Bob", "msg": "hi';

/** Returns what is said of an object, read by read. */
function follow(...reads: string[]): string[] {
  const object = new OpenObject(0);
  let text = "";
  return reads.map((read) => {
    text += read;
    return object.follow({ bytes: Buffer.from(text) });
  });
}

it("sees bytes come, and no bytes come", () => {
  expect(follow(START, "", " you")).toEqual(["grew", "none", "grew"]);
});

it.each([
  ["a forgotten brace", '"\n{"from": {"na'],
  ["a forgotten quote and brace", '\n{"from": {"na'],
  ["a line feed and a carriage return", '"\r\n{"from"'],
  ["white space around the brace", '"\n \t{ \r\n\t"from"'],
  ["another order of the keys", '"\n{"to": "Bob"'],
  ["the text first", '"\n{"msg": "hi"'],
])("finds a message on a new line behind %s, whole and byte by byte", (_, rest) => {
  expect(follow(START, rest)).toEqual(["grew", "swallows-line"]);
  expect(follow(START, ...rest).at(-1)).toBe("swallows-line");
});

it("finds a message that begins behind the object, and what comes then is no progress", () => {
  expect(follow(START, '{"from": {"name"', ': "Ada"')).toEqual(["grew", "swallows", "swallows"]);
});

it.each([
  ["braces in its text", " {} {{ { from"],
  ["an object of its own", '", "x": {"name": "Ada"'],
  ["a long key", '", "x": {"fromage": 1'],
  ["a key far behind the brace", `", "x": {${" ".repeat(100)}"from"`],
])("finds no message in %s", (_, rest) => {
  expect(follow(START, ...rest).at(-1)).toBe("grew");
});

it("finds no message inside a valid one, wherever that is cut and however it is spelled", () => {
  const text = fc.stringMatching(/^(?:[{}"\\ \n\t:,]|from|to|msg|name)*$/);
  fc.assert(
    fc.property(text, text, fc.nat(4), fc.boolean(), (to, msg, indent, isReversed) => {
      const from = { name: msg, ip: to };
      const message = isReversed ? { msg, to, from } : { from, to, msg };
      const reads = follow(...JSON.stringify(message, null, indent).slice(0, -1));
      expect(new Set(reads)).toEqual(new Set(["grew"]));
    }),
    { numRuns: 200 },
  );
});
