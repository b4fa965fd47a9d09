import { describe, expect, it } from "vitest";
import { findInvalidUtf8, UTF8_INVALID, UTF8_PENDING, Utf8Decoder } from "./utf8-decoder.ts";

function decode(bytes: Iterable<number>): number[] {
  const decoder = new Utf8Decoder();
  return Array.from(bytes, (byte) => decoder.accept(byte));
}

describe("Utf8Decoder", () => {
  it("returns every code point of Unicode at the last byte of its character [C-2]", () => {
    const encoder = new TextEncoder();
    const buffer = new Uint8Array(4);
    const decoder = new Utf8Decoder();
    const wrong: number[] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      if (codePoint === 0xd800) codePoint = 0xe000;
      const { written } = encoder.encodeInto(String.fromCodePoint(codePoint), buffer);
      let isPendingBefore = true;
      for (let at = 0; at < written - 1; at++)
        isPendingBefore &&= decoder.accept(buffer[at] as number) === UTF8_PENDING;
      const answer = decoder.accept(buffer[written - 1] as number);
      if (answer !== codePoint || !isPendingBefore || decoder.isPending) wrong.push(codePoint);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ["a continuation byte alone", [0x80]],
    ["a lead byte of an overlong form", [0xc1]],
    ["a byte that never occurs", [0xff]],
    ["an overlong form of three bytes", [0xe0, 0x9f]],
    ["a surrogate", [0xed, 0xa0]],
    ["an overlong form of four bytes", [0xf0, 0x8f]],
    ["more than U+10FFFF", [0xf4, 0x90]],
    ["a character that is cut short", [0xe2, 0x82, 0x41]],
  ])("rejects at the first byte that can't be: %s [C-14]", (_what, bytes) => {
    expect(decode(bytes)).toEqual([...bytes.slice(1).map(() => UTF8_PENDING), UTF8_INVALID]);
  });

  it("knows whether it is inside a character", () => {
    const decoder = new Utf8Decoder();
    expect(decoder.isPending).toBe(false);
    decoder.accept(0xe2);
    expect(decoder.isPending).toBe(true);
  });
});

describe("findInvalidUtf8", () => {
  it.each([
    ["caf\xe9!", { start: 3, isCut: false }],
    ['a\xf0\x9f\x91"', { start: 1, isCut: true }],
    ["a\xf0\x9f", { start: 1, isCut: true }],
    ["caf\xe9", { start: 3, isCut: false }],
    ["\xc3\xa9\xff", { start: 2, isCut: false }],
    ["\xc3\xa9", null],
  ])("finds the start of the broken character in %j", (latin1, expected) => {
    expect(findInvalidUtf8(Buffer.from(latin1, "latin1"))).toEqual(expected);
  });
});
