import { expect, it } from "vitest";
import type { LinkBatch } from "../backplane/link-batch.ts";
import { cutBatch, decodeEnvelope, type Envelope, encodeEnvelope, readShout, writeShout } from "./envelope.ts";

const BATCH: LinkBatch = { lines: '{"a": "b"}\nsecond\n', heads: [7, 11, 0, 9, 7, 1], reports: [8, 17] };

it("writes a envelope as a line of JSON with the lines for users behind it", () => {
  const envelope: Envelope = { number: 3, revision: 42, batch: BATCH, isQuestion: true, hasMissed: false };
  expect(encodeEnvelope(envelope).toString()).toBe('[1,3,42,1,0,[7,11,0,9,7,1],[8,17]]\n{"a": "b"}\nsecond\n');
  expect(decodeEnvelope(encodeEnvelope(envelope))).toEqual(envelope);
});

it("writes a shout the same way", () => {
  expect(writeShout({ number: 5, revision: 42, line: "hello\n" }).toString()).toBe("[1,5,42]\nhello\n");
  expect(readShout(Buffer.from("[1,5,42]\nhello\n"))).toEqual({ number: 5, revision: 42, line: "hello\n" });
});

it.each(["", "hello", "{}\n", "[1]\n", "[1,-1,2,0,0,[],[]]\n", "[1,1,2,0,0,[0.5],[]]\n", '[1,"1",2,0,0,[],[]]\n'])(
  "refuses %j, which no node sends",
  (text) => expect(() => decodeEnvelope(Buffer.from(text))).toThrow(SyntaxError),
);

it.each(["", "hello", "{}\n", "[1,1]\n", "[1,1,-2]\nhello\n"])("refuses %j, which is no shout", (text) => {
  expect(() => readShout(Buffer.from(text))).toThrow(SyntaxError);
});

it("refuses another version, and says what to do", () => {
  expect(() => decodeEnvelope(Buffer.from("[2,1,1,0,0,[],[]]\n"))).toThrow("Version 2 instead of 1: update all nodes.");
});

it("leaves a batch whole that fits", () => {
  expect([...cutBatch(BATCH, 1_000)]).toEqual([BATCH]);
});

it("cuts a batch that does not fit between its lines, and loses nothing", () => {
  const texts = Array.from({ length: 50 }, (_, index) => `${"x".repeat(index * 7)}\n`);
  const heads = texts.flatMap((text, index) => [index + 1, text.length, index]);
  const reports = Array.from({ length: 100 }, (_, index) => index);
  const parts = [...cutBatch({ lines: texts.join(""), heads, reports }, 600)];
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.map(({ lines }) => lines).join("")).toBe(texts.join(""));
  expect(parts.flatMap((part) => part.heads)).toEqual(heads);
  expect(parts.flatMap((part) => part.reports)).toEqual(reports);
  for (const batch of parts) {
    const envelope = { number: 1, revision: 1, batch, isQuestion: false, hasMissed: false };
    expect(encodeEnvelope(envelope).length).toBeLessThan(600 + 200);
    expect(batch.heads.filter((_, index) => index % 3 === 1).reduce((sum, length) => sum + length, 0)).toBe(
      batch.lines.length,
    );
  }
});

it("lets a line through that alone is longer than a part should be", () => {
  const batch = { lines: `${"x".repeat(999)}\n`, heads: [1, 1_000, 0], reports: [] };
  expect([...cutBatch(batch, 600)]).toEqual([batch]);
});
