import { expect, it } from "vitest";
import { writeDuration } from "./duration.ts";

it.each([
  [0, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [3_599_999, "59 min"],
  [3_600_000, "1 h"],
  [172_799_999, "47 h"],
  [172_800_000, "2 d"],
])("writes %i ms as %s", (durationMs, text) => {
  expect(writeDuration(durationMs)).toBe(text);
});
