import { asciiJson, decodeJsonMsg, MAX_SERVER_MESSAGE_BYTES } from "@chat/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { directLine, directLineStart, shoutLine, TO_ALL } from "../delivery/line.ts";
import { User } from "../delivery/user.ts";
import { isAddress, isBatch, isLineEnd, isNameOf, isSession, readLineStart, readSenderName } from "./border.ts";

const ada = new User("Ada", "10.0.0.1");
const zoe = new User("Zoë O'\\H", "fe80::1%eth0");

/** Any characters. Those of fast-check cost a second before the first one. */
const unit = fc.nat(0x10_ffff).map((codePoint) => String.fromCodePoint(codePoint));

/** Checks a line as if its sender were known. */
function isLine(line: string, receiver = zoe): boolean {
  return isLineEnd(line, readLineStart(line).length, receiver);
}

it("takes every line that a node writes, and reads its sender", () => {
  fc.assert(
    fc.property(fc.string({ unit }), fc.constantFrom(ada, zoe), (text, sender) => {
      const line = directLine(directLineStart(sender, zoe), asciiJson(text.toWellFormed()));
      expect(isLine(line)).toBe(true);
      expect(readLineStart(line)).toBe(sender.lineStart);
      expect(readSenderName(sender.lineStart)).toBe(sender.name);
      expect(isLineEnd(shoutLine(sender, text), sender.lineStart.length, TO_ALL)).toBe(true);
    }),
  );
});

it("takes nothing but one message of the contract: one change anywhere makes it none, or another message", () => {
  const line = directLine(directLineStart(ada, zoe), asciiJson('hé "x"\n'));
  const change = fc.tuple(fc.nat(line.length - 1), fc.string({ unit, maxLength: 3 }), fc.nat(3));
  fc.assert(
    fc.property(change, ([at, inserted, removed]) => {
      const changed = line.slice(0, at) + inserted + line.slice(at + removed);
      if (!isLine(changed) || readLineStart(changed) !== ada.lineStart) return;
      expect(changed).toMatch(/^[ -~]+\n$/);
      expect(decodeJsonMsg(Buffer.from(changed))).toMatchObject({ from: { name: "Ada" }, to: zoe.name });
    }),
  );
});

it.each([
  ["", "nothing"],
  ["hello\n", "no message"],
  [directLine(directLineStart(ada, ada), '"x"'), "another receiver"],
  [directLine(directLineStart(ada, zoe), '"x"').slice(0, -1), "no end"],
  [directLine(directLineStart(ada, zoe), '"x"').repeat(2), "two messages"],
  [directLine(directLineStart(ada, zoe), '"x", "more": "y"'), "another field"],
  [directLine(directLineStart(ada, zoe), '"é"'), "a byte that is not ASCII"],
  [directLine(directLineStart(ada, zoe), '"\n"'), "a line break"],
  [directLine(directLineStart(ada, zoe), '"\u001b[2J"'), "a control character"],
  [directLine(directLineStart(ada, zoe), '"\\u12"'), "half an escape"],
  [directLine(directLineStart(ada, zoe), '"\\"'), "an open string"],
  [directLine(directLineStart(ada, zoe), "1"), "no string"],
  [directLine(directLineStart(ada, zoe), `"${"x".repeat(MAX_SERVER_MESSAGE_BYTES)}"`), "too many bytes"],
  [directLine(directLineStart(ada, zoe), `"${"\\\\".repeat(100_000)}x`), "many escapes and no end"],
])("does not take the line %.30j: %s", (line) => {
  expect(isLine(line)).toBe(false);
});

it.each([
  "",
  '{"from": {"name": "", "ip": "',
  '{"from": {"name": "\\x", "ip": "',
  `{"from": {"name": "${"x".repeat(9_999)}", "ip": "`,
])("reads no sender from %.40j", (start) => expect(readSenderName(start)).toBeNull());

it("takes valid names alone, under their own keys", () => {
  expect(isNameOf("Straße", "strasse")).toBe(true);
  for (const [name, key] of [
    ["Ada", "bob"],
    ["SERVER", "server"],
    ["a\u001b", "a\u001b"],
    ["", ""],
  ] as const) {
    expect(isNameOf(name, key)).toBe(false);
  }
  expect(isNameOf("x".repeat(200_000), "x".repeat(200_000))).toBe(false);
  expect(isNameOf({ toString: () => "ada" }, "ada")).toBe(false);
});

it("knows sessions, addresses and batches", () => {
  expect(["abc-_9", "", "a.b", "a*", "x".repeat(33), 7].map(isSession)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(["1.2.3.4", "::1", "fe80::1%eth0", "", "host", null].map(isAddress)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(isBatch({ lines: "ab", heads: [7, 1, 0, 8, 1, 1], acks: [0, 12] })).toBe(true);
  expect(isBatch({ lines: "ab", heads: [7, 1, 0], acks: [] })).toBe(false);
});
