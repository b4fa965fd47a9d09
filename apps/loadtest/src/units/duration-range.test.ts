import { expect, it } from "vitest";
import { parseDurationRange } from "./duration-range.ts";

it.each([
  ["100ms-1s", { min: 100, max: 1_000 }],
  ["500ms", { min: 500, max: 500 }],
  ["0s-1m30s", { min: 0, max: 90_000 }],
])("reads %s", (text, range) => expect(parseDurationRange(text)).toEqual(range));

it.each(["", "1s-100ms", "0s", "1s-2s-3s", "1s-", "-1s", "100-200ms"])("refuses %j", (text) =>
  expect(parseDurationRange(text)).toBeNull(),
);
