import fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_MESSAGE_BYTES } from "../src/limits.ts";
import { blank, brokenObject, cuts, garbageLine, spelledMessage, stream, toPositions } from "./arbitraries.ts";
import { itHolds } from "./property.ts";
import { cutAt, type Finding, readStream } from "./reading.ts";
import { readBySpecification } from "./reference-reader.ts";

// Small limits are met often, the real one never.
const maxMessageBytes = fc.constantFrom(MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES, 120, 60, 10);

itHolds(
  "any stream, cut anywhere, is read as the reference reader reads it whole [C-10]",
  0.5,
  fc.property(stream, cuts, maxMessageBytes, (bytes, numbers, limit) => {
    const options = { maxMessageBytes: limit };
    const expected = readBySpecification(bytes, limit);
    expectSame(readStream([bytes], options), expected);
    expectSame(readStream(cutAt(bytes, toPositions(numbers, bytes.length)), options), expected);
  }),
);

const undamaging = fc.oneof(blank, garbageLine, brokenObject).map((text) => ({ message: null, text }));

itHolds(
  "no valid message is lost between damaged parts [C-14]",
  0.1,
  fc.property(fc.array(fc.oneof(spelledMessage, undamaging), { maxLength: 8 }), cuts, (parts, numbers) => {
    const bytes = Buffer.from(parts.map(({ text }) => text).join(""));
    const { items } = readStream(cutAt(bytes, toPositions(numbers, bytes.length)));
    const arrived = items.filter((item) => "message" in item).map((item) => item.message);
    expectSame(
      arrived,
      parts.map((part) => part.message).filter((sent) => sent !== null),
    );
  }),
);

itHolds(
  "bytes of any kind are read without an exception, and to the end",
  0.05,
  fc.property(fc.uint8Array({ maxLength: 60 }), cuts, (bytes, numbers) => {
    const expected = readBySpecification(bytes, MAX_MESSAGE_BYTES);
    expectSame(readStream(cutAt(bytes, toPositions(numbers, bytes.length))), expected);
  }),
);

it("tries streams that are worth it", () => {
  const readings = fc.sample(stream, { numRuns: 2_000, seed: 1 }).map((bytes) => readStream([bytes]));
  const shareOfReadings = (isMeant: (items: readonly Finding[]) => boolean) =>
    readings.filter(({ items }) => isMeant(items)).length / readings.length;
  const countMessages = (items: readonly Finding[]) => items.filter((item) => "message" in item).length;
  const isRejected = (code: string) => (item: Finding) => "rejected" in item && item.rejected === code;

  expect(shareOfReadings((items) => countMessages(items) >= 2)).toBeGreaterThan(0.3);
  expect(shareOfReadings((items) => countMessages(items) >= 1 && items.length > countMessages(items))).toBeGreaterThan(
    0.3,
  );
  expect(shareOfReadings((items) => items.some(isRejected("stray-text")))).toBeGreaterThan(0.3);
  expect(shareOfReadings((items) => items.some(isRejected("not-a-message")))).toBeGreaterThan(0.2);
  expect(shareOfReadings((items) => items.some(isRejected("invalid-utf8")))).toBeGreaterThan(0.1);
  expect(readings.filter(({ atEnd }) => atEnd).length / readings.length).toBeGreaterThan(0.03);
});

/** Compares by text, much faster than by value: the same findings in the same words. */
function expectSame(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}
