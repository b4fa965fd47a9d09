import { expect, it } from "vitest";
import type { LinkBatch } from "../backplane/link-batch.ts";
import { Malformed } from "./border.ts";
import {
  decodeAct,
  decodeEnvelope,
  decodeShout,
  type Envelope,
  encodeAct,
  encodeEnvelope,
  encodeShout,
  splitBatch,
} from "./envelope.ts";
import { MAX_ACT_BYTES } from "./timing.ts";

const MAX = Number.MAX_SAFE_INTEGER;
const BATCH: LinkBatch = { lines: '{"a": "b"}\nsecond\n', heads: [7, 11, 0, 9, 7, 1], acks: [8, 17] };

it("writes an envelope as a line of JSON with the lines for users behind it", () => {
  const envelope: Envelope = { number: 3, revision: 42, batch: BATCH, isProbe: true, hasGap: false };
  expect(encodeEnvelope(envelope).toString()).toBe('[2,3,42,1,0,[7,11,0,9,7,1],[8,17]]\n{"a": "b"}\nsecond\n');
  expect(decodeEnvelope(encodeEnvelope(envelope))).toEqual(envelope);
});

it("writes a shout the same way", () => {
  expect(encodeShout({ number: 5, revision: 42, line: "hello\n" }).toString()).toBe("[2,5,42]\nhello\n");
  expect(decodeShout(Buffer.from("[2,5,42]\nhello\n"))).toEqual({ number: 5, revision: 42, line: "hello\n" });
});

it.each([
  "",
  "hello",
  "{}\n",
  "[2]\n",
  "[,]\n",
  "[2,-1,2,0,0,[],[]]\n",
  "[2,1,2,0,0,[0.5],[]]\n",
  '[2,"1",2,0,0,[],[]]\n',
  "[2,1,99999999999999999999,0,0,[],[]]\n",
  "[2,1,2,0,0,[[]],[]]\n",
  `${"[".repeat(100_000)}\n`,
])("drops the malformed envelope %.40j", (text) => {
  expect(decodeEnvelope(Buffer.from(text))).toBe(Malformed.Envelope);
});

it.each(["", "hello", "{}\n", "[2,1]\n", "[2,1,-2]\nhello\n"])("drops the malformed shout %j", (text) => {
  expect(decodeShout(Buffer.from(text))).toBe(Malformed.Envelope);
});

it.each([
  "[2,1,2,0,0,[7,6],[]]\nhello\n",
  "[2,1,2,0,0,[7,5,0],[]]\nhello\n",
  "[2,1,2,0,0,[7,7,0],[]]\nhello\n",
  "[2,1,2,0,0,[],[]]\nhello\n",
  "[2,1,2,0,0,[7,6,0,8,0,1],[]]\nhello\n",
  "[2,1,2,0,0,[0,6,0],[]]\nhello\n",
  "[2,1,2,0,0,[7,6,9007199254740991],[]]\nhello\n",
  "[2,1,2,0,0,[],[13]]\n",
])("drops an envelope whose counts don't fit: %j", (text) => {
  expect(decodeEnvelope(Buffer.from(text))).toBe(Malformed.Batch);
});

it("drops another version, with advice", () => {
  expect(decodeEnvelope(Buffer.from("[1,1,1,0,0,[],[]]\n"))).toBe(Malformed.Version);
  expect(decodeShout(Buffer.from("[3,1,1]\n"))).toBe(Malformed.Version);
});

it("writes an act with its text in UTF-8", () => {
  const envelope = { number: 5, revision: 42, act: { kind: "announce", text: "Zoë 👋" } } as const;
  expect(encodeAct(envelope).toString()).toBe('[2,5,42]\n{"kind":"announce","text":"Zoë 👋"}');
  expect(decodeAct(encodeAct(envelope))).toEqual(envelope);
});

it("carries the longest act", () => {
  for (const text of ['"'.repeat(2_000), "€".repeat(2_000)]) {
    const act = { kind: "tell", name: "€".repeat(21), text } as const;
    expect(decodeAct(encodeAct({ number: MAX, revision: MAX, act }))).toEqual({ number: MAX, revision: MAX, act });
  }
});

it.each([
  ["", Malformed.Envelope],
  ["[1,5,42]\n{}", Malformed.Version],
  ["[2,5]\n{}", Malformed.Envelope],
  ["[2,5,42]\n", Malformed.Act],
  ["[2,5,42]\n{}", Malformed.Act],
  ['[2,5,42]\n{"kind":"announce","text":"a\\nb"}', Malformed.Act],
  [`[2,5,42]\n{"kind":"announce","text":"a"}${" ".repeat(MAX_ACT_BYTES)}`, Malformed.Act],
])("drops the act %.40j", (text, reason) => {
  expect(decodeAct(Buffer.from(text))).toBe(reason);
});

it("keeps a batch whole that fits", () => {
  expect([...splitBatch(BATCH, 1_000)]).toEqual([BATCH]);
});

it("splits a batch that does not fit between its lines, and loses nothing", () => {
  const texts = Array.from({ length: 50 }, (_, index) => `${"x".repeat(index * 7)}\n`);
  const heads = texts.flatMap((text, index) => [index + 1, text.length, index]);
  const acks = Array.from({ length: 100 }, (_, index) => index);
  const parts = [...splitBatch({ lines: texts.join(""), heads, acks }, 600)];
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.map(({ lines }) => lines).join("")).toBe(texts.join(""));
  expect(parts.flatMap((part) => part.heads)).toEqual(heads);
  expect(parts.flatMap((part) => part.acks)).toEqual(acks);
  for (const batch of parts) {
    const envelope = { number: 1, revision: 1, batch, isProbe: false, hasGap: false };
    expect(encodeEnvelope(envelope).length).toBeLessThan(600 + 200);
    expect(batch.heads.filter((_, index) => index % 3 === 1).reduce((sum, length) => sum + length, 0)).toBe(
      batch.lines.length,
    );
  }
});

it("keeps a single line whole that is longer than a part should be", () => {
  const batch = { lines: `${"x".repeat(999)}\n`, heads: [1, 1_000, 0], acks: [] };
  expect([...splitBatch(batch, 600)]).toEqual([batch]);
});
