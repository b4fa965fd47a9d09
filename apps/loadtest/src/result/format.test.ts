import { expect, it } from "vitest";
import { writeBytes, writeChange, writeClock, writeMs, writeNumber, writePercent, writeWithUnit } from "./format.ts";

it.each([
  [0, "0"],
  [0.0421, "0.042"],
  [0.42, "0.420"],
  [1.234, "1.23"],
  [12.34, "12.3"],
  [999.4, "999"],
  [999.6, "1,000"],
  [1_234_567, "1,234,567"],
])("writes the number %s as %s", (value, text) => {
  expect(writeNumber(value)).toBe(text);
});

it.each([
  [0.42, "0.420 ms"],
  [12.34, "12.3 ms"],
  [1_000, "1 s"],
  [1_234, "1.23 s"],
  [12_345, "12.3 s"],
  [125_000, "2 min 5 s"],
  [7_260_000, "2 h 1 min"],
])("writes %s ms as %s", (ms, text) => {
  expect(writeMs(ms)).toBe(text);
});

it.each([
  [0, "0 B"],
  [512, "512 B"],
  [12_600, "12.3 KiB"],
  [3 * 1_024 ** 3, "3.00 GiB"],
])("writes %s bytes as %s", (bytes, text) => {
  expect(writeBytes(bytes)).toBe(text);
});

it.each([
  [12.34, "ms", "12.3 ms"],
  [2_048, "bytes", "2.00 KiB"],
  [1_500, "/s", "1,500/s"],
  [3, "", "3"],
  [81, "%", "81.0 %"],
])("writes %s with the unit %j as %s", (value, unit, text) => {
  expect(writeWithUnit(value, unit)).toBe(text);
});

it("writes a share of a core in percent", () => {
  expect(writePercent(1.234)).toBe("123 %");
});

it.each([
  [100, 112.34, "+12.3 %"],
  [100, 50, "−50.0 %"],
  [1, 12.4, "+1,140 %"],
  [0, 5, "new"],
  [5, 5, "same"],
  [100_000, 100_001, "same"],
])("writes the change from %s to %s as %s", (from, to, text) => {
  expect(writeChange(from, to)).toBe(text);
});

it.each([
  [0, "0:00"],
  [5.5, "0:05.5"],
  [65, "1:05"],
  [3_723, "1:02:03"],
])("writes the moment %s s as %s", (seconds, text) => {
  expect(writeClock(seconds)).toBe(text);
});
