import { ReceivedMessage } from "@chat/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readMessageStamp, readStamp, type Stamp, StreamKind, writeStamp } from "./stamp.ts";

const STAMP: Stamp = {
  run: "t1a2b3c",
  kind: StreamKind.Direct,
  sender: 12,
  sequence: 345,
  sentAtUs: 6_789_012_345,
  lateUs: 678,
};

const stamps: fc.Arbitrary<Stamp> = fc.record({
  run: fc.stringMatching(/^[a-z0-9]{1,8}$/),
  kind: fc.constantFrom(StreamKind.Direct, StreamKind.Shout),
  sender: fc.nat(),
  sequence: fc.nat(),
  sentAtUs: fc.maxSafeNat(),
  lateUs: fc.nat(),
});

it("reads back what it wrote, in texts of every size", () => {
  fc.assert(
    fc.property(stamps, fc.nat(5_000), (stamp, minBytes) => {
      const text = writeStamp(stamp, minBytes);
      expect(readStamp(text)).toEqual(stamp);
      expect(text.length).toBeGreaterThanOrEqual(minBytes);
    }),
  );
});

it("carries a text along", () => {
  fc.assert(
    fc.property(stamps, fc.string(), fc.nat(200), (stamp, carried, minBytes) => {
      const text = writeStamp(stamp, minBytes, carried);
      expect(text).toContain(carried);
      expect(readStamp(text)).toEqual(stamp);
    }),
  );
});

it("reads the stamp of a message in either spelling of its text, and none from another text", () => {
  const text = writeStamp(STAMP, 60);
  const plain = JSON.stringify(text);
  const literals = [plain, plain.replace("d", "\\u0064"), plain.replace("d", "\\u0065"), '""'];
  const messages = literals.map((literal) => new ReceivedMessage({ name: "a", ip: "" }, "b", null, literal, 0));
  expect(messages.map(readMessageStamp)).toEqual([STAMP, STAMP, null, null]);
});

it("fills a text up to the size that was asked for", () => {
  expect(writeStamp(STAMP, 100)).toHaveLength(100);
  expect(writeStamp(STAMP, 3_000)).toHaveLength(3_000);
});

it("writes characters that JSON takes as they are", () => {
  fc.assert(fc.property(stamps, (stamp) => void expect(writeStamp(stamp, 200)).toMatch(/^[a-z0-9 ]+$/)));
});

it("notices what was altered, cut off or added", () => {
  const text = writeStamp(STAMP, 60);
  expect(readStamp(text.replace("345", "346"))).toBeNull();
  expect(readStamp(text.slice(0, -1))).toBeNull();
  expect(readStamp(`${text}0`)).toBeNull();
});

it.each(["", "hello", "0000000000", "Server time: 12:00:00"])("takes %j for no stamp", (text) => {
  expect(readStamp(text)).toBeNull();
});

it.each<[string, Partial<Stamp>]>([
  ["is no whole number", { sequence: 1.5 }],
  ["is none at all", { sender: Number.NaN }],
  ["is negative", { lateUs: -1 }],
  ["is past all counting", { sequence: 1e99 }],
])("takes a number that %s for no stamp, even with a check word that is right", (_, parts) => {
  expect(readStamp(writeStamp({ ...STAMP, ...parts }, 0))).toBeNull();
});
