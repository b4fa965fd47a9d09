import { expect, it } from "vitest";
import { GapList } from "./gap-list.ts";

const EVERYTHING = { start: 0, end: 1_000 };

function gapsOf(maxGaps: number, ...ranges: readonly (readonly [start: number, end: number])[]): GapList {
  const gaps = new GapList(maxGaps);
  for (const [start, end] of ranges) gaps.add({ start, end });
  return gaps;
}

it("takes numbers out of a gap at its ends and in its middle, each once", () => {
  const gaps = gapsOf(10, [0, 5], [8, 9]);
  for (const number of [0, 4, 2, 1, 3, 8]) {
    expect(gaps.remove(number), `${number}`).toBe(true);
    expect(gaps.remove(number), `${number}`).toBe(false);
  }
  expect(gaps.countIn(EVERYTHING)).toBe(0);
});

it("has no number between gaps, below them or above", () => {
  const gaps = gapsOf(10, [1, 5], [8, 9]);
  expect([0, 5, 7, 9, 900].filter((number) => gaps.remove(number))).toEqual([]);
});

it("counts what is missing in a part of it", () => {
  const gaps = gapsOf(10, [2, 5], [8, 9]);
  expect(gaps.countIn(EVERYTHING)).toBe(4);
  expect(gaps.countIn({ start: 3, end: 4 })).toBe(1);
  expect(gaps.countIn({ start: 4, end: 9 })).toBe(2);
  expect(gaps.countIn({ start: 5, end: 8 })).toBe(0);
});

it("forgets the lowest gap when there are too many", () => {
  const gaps = gapsOf(2, [0, 1], [2, 4]);
  expect(gaps.firstKnown).toBe(0);
  gaps.add({ start: 6, end: 9 });
  expect(gaps.firstKnown).toBe(1);
  // A gap of which the middle is taken out becomes two.
  expect(gaps.remove(7)).toBe(true);
  expect(gaps.firstKnown).toBe(4);
  expect(gaps.countIn({ start: 4, end: 100 })).toBe(2);
});
