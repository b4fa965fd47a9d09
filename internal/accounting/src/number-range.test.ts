import { expect, it } from "vitest";
import { clip, lengthOf } from "./number-range.ts";

it.each([
  ["inside", { start: 3, end: 5 }, { start: 3, end: 5 }],
  ["at the lower end", { start: 0, end: 5 }, { start: 2, end: 5 }],
  ["at the upper end", { start: 5, end: 12 }, { start: 5, end: 10 }],
  ["around", { start: 0, end: 12 }, { start: 2, end: 10 }],
  ["below", { start: 0, end: 1 }, { start: 2, end: 2 }],
  ["above", { start: 11, end: 12 }, { start: 10, end: 10 }],
])("clips a range that is %s", (_, range, clipped) => {
  expect(clip(range, { start: 2, end: 10 })).toEqual(clipped);
});

it("counts the numbers of a range", () => {
  expect(lengthOf({ start: 2, end: 10 })).toBe(8);
  expect(lengthOf({ start: 2, end: 2 })).toBe(0);
});
