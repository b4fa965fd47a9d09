import { expect, it } from "vitest";
import { parseDuration, parseDurationRange, writeDuration } from "./duration.ts";

it.each([
  ["500ms", 500],
  ["10s", 10_000],
  ["1.5s", 1_500],
  ["2m", 120_000],
  ["1h30m", 5_400_000],
  ["1m30s500ms", 90_500],
  ["0s", 0],
])("reads %s", (text, ms) => expect(parseDuration(text)).toBe(ms));

it.each(["", "10", "s", "10 s", "-1s", "10sec", "1e3s", "30m1h", "1s1s", "1.s", ".5s", "10S", "infinite"])(
  "refuses %j",
  (text) => expect(parseDuration(text)).toBeNull(),
);

it.each(["500ms", "1.5s", "2m", "1h30m", "1h", "1m30s", "0ms"])("writes %s as it was read", (text) => {
  expect(writeDuration(parseDuration(text) ?? Number.NaN)).toBe(text);
});

it.each([
  ["100ms-1s", { min: 100, max: 1_000 }],
  ["500ms", { min: 500, max: 500 }],
  ["0s-1m30s", { min: 0, max: 90_000 }],
])("reads %s", (text, range) => expect(parseDurationRange(text)).toEqual(range));

it.each(["", "1s-100ms", "0s", "1s-2s-3s", "1s-", "-1s", "100-200ms"])("refuses %j", (text) =>
  expect(parseDurationRange(text)).toBeNull(),
);
