import { displayText } from "@chat/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { countCells, cutToCells, fitToCells, splitClusters, wrapToCells } from "./cells.ts";

it.each([
  ["", 0],
  ["abc", 3],
  ["日本", 4],
  ["é", 1],
  ["e\u0301", 1],
  ["👩‍👩‍👧", 2],
  ["🇮🇹", 2],
  ["ｶﾞ", 2],
])("counts the cells of %j: %i", (text, cells) => {
  expect(countCells(text)).toBe(cells);
});

it.each([
  ["abcdef", 6, "abcdef"],
  ["abcdef", 4, "abc…"],
  ["abcdef", 1, "…"],
  ["abcdef", 0, ""],
  ["日本語", 5, "日本…"],
  ["日本語", 4, "日…"],
  ["日本語", 6, "日本語"],
])("cuts %j to %i cells: %j", (text, cells, cut) => {
  expect(cutToCells(text, cells)).toBe(cut);
});

it.each([
  ["a skin tone at the start", "\u{1f3fd}a", "\u25cc\u{1f3fd}a"],
  ["a sound mark at the start", "\uff9ea", "\u25cc\uff9ea"],
  ["the end of a Thai syllable at the start", "\u0e33", "\u25cc\u0e33"],
  ["the beginning of a Malayalam syllable at the end", "\u0d15\u0d4e", "\u0d15\u0d4e\u25cc"],
])("lets nothing join what stands before or behind the text: %s", (_what, text, drawn) => {
  expect(cutToCells(text, 9)).toBe(drawn);
  expect(cutToCells(drawn, 9)).toBe(drawn);
  expect(countCells(` ${drawn}|`)).toBe(countCells(text) + 2);
});

it("knows everything that joins what stands before or behind it", () => {
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  const characters = Array.from({ length: 0x20000 }, (_, codePoint) => displayText(String.fromCodePoint(codePoint)));
  const joining = characters.filter((shown) => {
    const segments = Array.from(segmenter.segment(` ${cutToCells(shown, 9)} `), ({ segment }) => segment);
    return segments.at(0) !== " " || segments.at(-1) !== " ";
  });
  expect(joining).toEqual([]);
});

it("fills with blanks behind", () => {
  expect(fitToCells("日", 4)).toBe("日  ");
});

it.each([
  ["one two three", 7, ["one two", "three"]],
  ["one two three", 6, ["one", "two", "three"]],
  ["abcdefgh", 3, ["abc", "def", "gh"]],
  ["a abcdefgh", 4, ["a", "abcd", "efgh"]],
  ["abc  d", 3, ["abc", " d"]],
  ["", 5, [""]],
  ["日本語 日本", 5, ["日本", "語", "日本"]],
])("wraps %j at %i cells", (text, cells, rows) => {
  expect(wrapToCells(text, cells)).toEqual(rows);
});

it("loses nothing but the spaces at which rows end, and keeps to the width", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "b", " ", "日", "é", "👍") });
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 12 }), (text, cells) => {
      const rows = wrapToCells(text, cells);
      expect(rows.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      for (const row of rows) expect(countCells(row)).toBeLessThanOrEqual(cells);
    }),
  );
});

it("splits a text into clusters that make it up again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(
        splitClusters(text)
          .map((cluster) => cluster.text)
          .join(""),
      ).toBe(text);
    }),
  );
});
