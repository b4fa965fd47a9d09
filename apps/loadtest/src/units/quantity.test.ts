import { expect, it } from "vitest";
import { parseByteSize } from "./quantity.ts";

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
