import { asciiJson } from "@chat/protocol";
import { expect, it } from "vitest";
import { answerLiteral } from "./answer-literal.ts";

/** The text that a reader with so much room gets. */
function truncateToBytes(text: string, maxTextBytes: number): string {
  return JSON.parse(answerLiteral(text, maxTextBytes)) as string;
}

/** Bytes of a text on the wire, its quotes aside. */
function wireBytes(text: string): number {
  return asciiJson(text).length - 2;
}

it.each([99, 100])("leaves a text of %i bytes as it is where 100 fit", (length) => {
  const text = "x".repeat(length);
  expect(truncateToBytes(text, 100)).toBe(text);
});

it("cuts a text of 101 bytes where 100 fit, and says how long it was", () => {
  expect(truncateToBytes("x".repeat(101), 100)).toBe(`${"x".repeat(76)} … (cut: 101 bytes)`);
});

it("counts the bytes of escapes, not characters", () => {
  const text = "é".repeat(50);
  const fitted = truncateToBytes(text, 200);
  expect(fitted).toBe(`${"é".repeat(29)} … (cut: 300 bytes)`);
  expect(wireBytes(fitted)).toBe(198);
});

it("never cuts a character in two", () => {
  for (let maxTextBytes = 60; maxTextBytes < 85; maxTextBytes++) {
    const fitted = truncateToBytes("🙂".repeat(20), maxTextBytes);
    expect(fitted.isWellFormed()).toBe(true);
    expect(wireBytes(fitted)).toBeLessThanOrEqual(maxTextBytes);
  }
});

it("gives long texts their own literals, whatever was asked for before", () => {
  for (const text of ["é".repeat(600), "x".repeat(600), "é".repeat(600), `${"é".repeat(599)}x`]) {
    expect(answerLiteral(text, 10_000)).toBe(asciiJson(text));
  }
});
