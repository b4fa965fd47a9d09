import { describe, expect, it } from "vitest";
import type { CorpusText } from "./corpus-text.ts";
import { hostileTexts } from "./hostile-texts.ts";
import { wideTexts } from "./wide-texts.ts";

const CORPORA: [name: string, texts: readonly CorpusText[], least: number][] = [
  ["hostile texts", hostileTexts, 500],
  ["wide texts", wideTexts, 200],
];

describe.each(CORPORA)("the corpus of %s", (_name, texts, least) => {
  it(`has at least ${least} texts`, () => {
    expect(texts.length).toBeGreaterThanOrEqual(least);
  });

  it("has no text twice, and none that is empty", () => {
    const seen = new Map<string, string>();
    const twice = texts.filter(({ family, text }) => {
      const before = seen.get(text);
      seen.set(text, family);
      return before !== undefined || text === "";
    });
    expect(twice).toEqual([]);
  });

  it("names the family of each", () => {
    for (const { family } of texts) expect(family).toMatch(/^\S.*\S$/);
  });
});
