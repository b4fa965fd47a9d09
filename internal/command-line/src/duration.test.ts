import { expect, it } from "vitest";
import { writeDuration, writeWholeDuration } from "./duration.ts";

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

it.each([
  [1, "1 s"],
  [59_000, "59 s"],
  [59_001, "1 min"],
  [5_400_000, "1 h 30 min"],
  [7_140_001, "2 h"],
  [90_000_000, "1 d 1 h"],
])("writes %i ms in all units as %s, rounded up", (durationMs, text) => {
  expect(writeWholeDuration(durationMs)).toBe(text);
});
