import { describe, expect, it } from "vitest";
import { fromMarked } from "../../test/support/marked-line.ts";
import { spacedStartBefore, wordEndAfter, wordStartBefore } from "./word-boundary.ts";

const mark = (text: string, index: number) => `${text.slice(0, index)}|${text.slice(index)}`;

describe("wordEndAfter", () => {
  it.each([
    ["|foo bar", "foo| bar"],
    ["foo| bar", "foo bar|"],
    ["f|oo", "foo|"],
    ["|  --foo", "  --foo|"],
    ["foo|  --", "foo  --|"],
    ["foo_|bar", "foo_bar|"],
    ["|http://a.example", "http|://a.example"],
    ["|Привет, мир", "Привет|, мир"],
    ["|cafe\u0301 au lait", "cafe\u0301| au lait"],
    ["|می\u200cخواهم کتاب", "می\u200cخواهم| کتاب"],
    ["|हिन्दी में", "हिन्दी| में"],
    ["|❤️ love", "❤️ love|"],
    ["|👩‍👧 family!", "👩‍👧 family|!"],
    ["|日本語 text", "日本語| text"],
    ["|", "|"],
  ])("goes from %s to %s", (from, to) => {
    const { text, cursor } = fromMarked(from);
    expect(mark(text, wordEndAfter(text, cursor))).toBe(to);
  });
});

describe("wordStartBefore", () => {
  it.each([
    ["foo bar|", "foo |bar"],
    ["foo |bar", "|foo bar"],
    ["fo|o", "|foo"],
    ["foo--  |", "|foo--  "],
    ["--|", "|--"],
    ["Привет, мир|", "Привет, |мир"],
    ["au cafe\u0301|", "au |cafe\u0301"],
    ["کتاب می\u200cخواهم|", "کتاب |می\u200cخواهم"],
    ["में हिन्दी|", "में |हिन्दी"],
    ["love ❤️|", "|love ❤️"],
    ["a❤️b|", "a❤️|b"],
    ["the 👩‍👧 family|", "the 👩‍👧 |family"],
    ["x 𝒳𝒴|", "x |𝒳𝒴"],
    ["|", "|"],
  ])("goes from %s to %s", (from, to) => {
    const { text, cursor } = fromMarked(from);
    expect(mark(text, wordStartBefore(text, cursor))).toBe(to);
  });
});

describe("spacedStartBefore", () => {
  it.each([
    ["see http://a.example/b|", "see |http://a.example/b"],
    ["foo  |", "|foo  "],
    ["a\u3000b|", "a\u3000|b"],
    ["   |", "|   "],
    ["|", "|"],
  ])("goes from %s to %s", (from, to) => {
    const { text, cursor } = fromMarked(from);
    expect(mark(text, spacedStartBefore(text, cursor))).toBe(to);
  });
});
