import { expect, it } from "vitest";
import { roll } from "./roll.ts";

/** Returns each of the numbers once. */
function sequence(...numbers: number[]): () => number {
  return () => numbers.shift() ?? Number.NaN;
}

it.each([
  ["2d6", [0, 0.999], "2d6: 1 + 6 = 7"],
  [" 3D4\n", [0.25, 0.5, 0.75], "3d4: 2 + 3 + 4 = 9"],
  ["d20", [0.5], "1d20: 11"],
  ["1d2", [0.49], "1d2: 1"],
])("rolls %j", (text, numbers, answer) => {
  expect(roll(text, sequence(...numbers))).toBe(answer);
});

it.each(["", "hello", "2d", "2d6!", "-1d6", "2.5d6", "2d6 2d6", "٢d٦", "1e9d6", `2d${"6".repeat(60_000)}`])(
  "explains how to write a roll that it can't read: %.20j",
  (text) => {
    expect(roll(text)).toMatch(/such as "2d6"/);
  },
);

it.each([
  ["0d6", "I roll 1 to 100 dice at a time, not 0."],
  ["101d6", "I roll 1 to 100 dice at a time, not 101."],
  ["2d1", "My dice have 2 to 1000 sides, not 1."],
  ["2d1001", "My dice have 2 to 1000 sides, not 1001."],
])("names the limit that %j breaks", (text, answer) => {
  expect(roll(text)).toBe(answer);
});

it("takes as many dice and sides as the limits allow, and every total is possible", () => {
  expect(roll("100d1000", () => 0)).toMatch(/ = 100$/);
  expect(roll("100d1000", () => 1 - Number.EPSILON)).toMatch(/ = 100000$/);
});
