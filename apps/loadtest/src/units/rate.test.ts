import { expect, it } from "vitest";
import { parseRate } from "./rate.ts";

it.each([
  ["5000/s", 5_000],
  ["5000", 5_000],
  ["0.5/s", 0.5],
  ["5k/s", 5_000],
  ["1.5k", 1_500],
  ["300/min", 5],
])("reads %s", (text, perSecond) => expect(parseRate(text)).toBe(perSecond));

it.each(["", "/s", "-1/s", "5000/x", "5000 per second", "1e3", "5000s", "5,000"])("refuses %j", (text) =>
  expect(parseRate(text)).toBeNull(),
);
