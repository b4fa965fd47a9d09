import { expect, it } from "vitest";
import { isMeasured } from "./least-values.ts";

it.each([
  [50, 2],
  [90, 10],
  [95, 20],
  [99, 100],
  [99.9, 1_000],
  [99.99, 10_000],
  [99.999, 100_000],
])("measures the percentile %s from %d values on", (percentile, count) => {
  expect(isMeasured(percentile, count)).toBe(true);
  expect(isMeasured(percentile, count - 1)).toBe(false);
});
