import { expect, it } from "vitest";
import { countWorthwhileThreads, resolveThreadCount } from "./thread-count.ts";

it.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [8, 7],
  [9, 8],
  [128, 8],
])("finds that %i cores are worth %i threads", (cores, threads) => {
  expect(countWorthwhileThreads(cores)).toBe(threads);
});

it("takes a number as it is, and finds one where there is none", () => {
  expect([1, 64].map(resolveThreadCount)).toEqual([1, 64]);
  expect(resolveThreadCount("auto")).toBeGreaterThanOrEqual(1);
});

it.each([0, 65, 1.5, Number.NaN])("refuses %d threads", (threads) => {
  expect(() => resolveThreadCount(threads)).toThrow(
    `threads is ${threads}: it has to be "auto" or a whole number from 1 to 64.`,
  );
});
