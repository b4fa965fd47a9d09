import { describe, expect, it } from "vitest";
import { parseByteSize, parsePercentage, parseRate } from "./quantity.ts";

describe("a size", () => {
  it.each([
    ["512", 512],
    ["512B", 512],
    ["64KiB", 65_536],
    ["64 KiB", 65_536],
    ["1MB", 1_000_000],
    ["1.5MiB", 1_572_864],
    ["2kb", 2_000],
    ["0", 0],
    ["1GiB", 1_073_741_824],
  ])("reads %s", (text, bytes) => expect(parseByteSize(text)).toBe(bytes));

  it.each(["", "KiB", "64K", "1M", "-1", "1e3", "0.5", "1.0001KB", "64Kib it", "1TB", "constructor"])(
    "refuses %j",
    (text) => expect(parseByteSize(text)).toBeNull(),
  );
});

describe("a rate", () => {
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
});

describe("a percentage", () => {
  it.each([
    ["20%", 0.2],
    ["0.5%", 0.005],
    ["100 %", 1],
    ["0%", 0],
  ])("reads %s", (text, share) => expect(parsePercentage(text)).toBe(share));

  it.each(["", "%", "0.2", "101%", "-1%", "20", "20%%"])("refuses %j", (text) =>
    expect(parsePercentage(text)).toBeNull(),
  );
});
