import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trickyText } from "../../test/support/tricky-text.ts";
import { nextBoundary, previousBoundary, snapBack, snapForward } from "./grapheme-boundary.ts";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const boundariesOf = (text: string) => [...[...segmenter.segment(text)].map(({ index }) => index), text.length];

describe("grapheme boundaries", () => {
  it("are where segmenting the whole text puts them", () => {
    fc.assert(
      fc.property(trickyText, (text) => {
        const boundaries = boundariesOf(text);
        for (let index = 0; index <= text.length; index++) {
          expect(snapBack(text, index)).toBe(boundaries.findLast((boundary) => boundary <= index));
          expect(snapForward(text, index)).toBe(boundaries.find((boundary) => boundary >= index));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are one step apart to the left and to the right", () => {
    fc.assert(
      fc.property(trickyText, (text) => {
        const boundaries = boundariesOf(text);
        for (const [at, boundary] of boundaries.entries()) {
          expect(previousBoundary(text, boundary)).toBe(boundaries[at - 1] ?? 0);
          expect(nextBoundary(text, boundary)).toBe(boundaries[at + 1] ?? text.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("do not split a carriage return from its line feed", () => {
    expect(nextBoundary("a\r\nb", 1)).toBe(3);
    expect(previousBoundary("a\r\nb", 3)).toBe(1);
  });

  it("end with the text", () => {
    expect(previousBoundary("ab", 0)).toBe(0);
    expect(nextBoundary("ab", 2)).toBe(2);
    expect(snapForward("", 0)).toBe(0);
  });
});
