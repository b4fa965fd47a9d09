import { displayText } from "@chat/protocol";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/corpora/hostile-texts.ts";
import { wideTexts } from "../../test/corpora/wide-texts.ts";
import { CONTINUES, drawnCluster } from "./drawn-cluster.ts";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function drawn(text: string): string {
  return Array.from(segmenter.segment(text), ({ segment }) => drawnCluster(segment)).join("");
}

describe("drawnCluster", () => {
  it.each([
    ["Hindi", "स्ते", 2],
    ["Bengali", "ক্ষ", 2],
    ["Malayalam", "സ്ത്രീ", 4],
    ["Khmer", "ស្ត្រី", 3],
    ["Thai", "น้ำ", 2],
    ["Lao", "ຄຳ", 2],
  ])("gives each letter of %s its cells, which Ink counts too few of: %s", (_script, cluster, cells) => {
    expect(stringWidth(cluster)).toBeLessThan(cells);
    expect(stringWidth(drawnCluster(cluster))).toBe(cells);
  });

  it.each(["a", "é", "e\u0301", "漢", "का", "한", "\u1112\u1161\u11ab", "ｶﾞ", "👩‍👩‍👧", "🇮🇹", "1️⃣", "ก้", "שׁ"])(
    "leaves %s as it is",
    (cluster) => {
      expect(drawnCluster(cluster)).toBe(cluster);
    },
  );

  it("writes nothing but what was there, and the letters that Thai and Lao draw as two", () => {
    for (const { text } of wideTexts) {
      const plain = drawn(text).replaceAll(CONTINUES, "");
      const withAm = plain.replace(/\u0e4d([\u0e48-\u0e4b]*)\u0e32/g, "$1\u0e33");
      expect(withAm.replace(/\u0ecd([\u0ec8-\u0ecb]*)\u0eb2/g, "$1\u0eb3")).toBe(text);
    }
  });

  it("changes nothing when it is applied again", () => {
    for (const { text } of wideTexts) expect(drawn(drawn(text))).toBe(drawn(text));
  });

  it("uses a mark that no text from others can hold", () => {
    for (const { text } of [...wideTexts, ...hostileTexts]) {
      expect(displayText(text)).not.toContain(CONTINUES);
      expect(displayText(text.replaceAll("\u200d", CONTINUES))).not.toContain(CONTINUES);
    }
  });
});
