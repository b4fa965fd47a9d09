import { describe, expect, it } from "vitest";
import { isWhiteSpace, trimWhiteSpace } from "./white-space.ts";

const MAX_CODE_POINT = 0x10ffff;

describe("isWhiteSpace", () => {
  it("agrees with Unicode on every code point", () => {
    const differing: number[] = [];
    for (let codePoint = 0; codePoint <= MAX_CODE_POINT; codePoint++) {
      const expected = /\p{White_Space}/u.test(String.fromCodePoint(codePoint));
      if (isWhiteSpace(codePoint) !== expected) differing.push(codePoint);
    }
    expect(differing).toEqual([]);
  });

  it("answers no for what is no code point", () => {
    expect([-2, -1, MAX_CODE_POINT + 1, Number.NaN].map(isWhiteSpace)).toEqual([false, false, false, false]);
  });
});

describe("trimWhiteSpace", () => {
  it.each([
    ["nothing", "", ""],
    ["white space alone", " \t\r\n\u0085\u3000", ""],
    ["plain text", "Ada", "Ada"],
    ["spaces on both sides", "  Ada ", "Ada"],
    ["a line feed after a carriage return", "Ada\r\n", "Ada"],
    ["next line, which String.trim leaves", "\u0085Ada\u0085", "Ada"],
    ["no-break, ideographic, line and paragraph separators", "\u00a0\u3000Ada\u2028\u2029", "Ada"],
    ["inner white space", " Ada  Lovelace ", "Ada  Lovelace"],
    ["a byte order mark, which String.trim takes", "\ufeffAda\ufeff", "\ufeffAda\ufeff"],
    ["a zero width space", "\u200bAda\u200b", "\u200bAda\u200b"],
    ["an emoji at the border", " \u{1f600} ", "\u{1f600}"],
    ["a lone surrogate at the border", " \ud800 ", "\ud800"],
  ])("trims %s", (_what, text, trimmed) => {
    expect(trimWhiteSpace(text)).toBe(trimmed);
  });

  it("takes linear time on white space inside", () => {
    const text = `a${" ".repeat(2 ** 20)}b`;
    expect(trimWhiteSpace(text)).toBe(text);
  });
});
