import { expect, it } from "vitest";
import { findNearest } from "./nearest.ts";

const candidates = ["--host", "--port", "--log-level", "--log-format", "--messages-per-second"];

it.each([
  ["--prot", "--port"],
  ["--hosts", "--host"],
  ["--logLevel", "--log-level"],
  ["--log-f", "--log-format"],
  ["--message-per-seconds", "--messages-per-second"],
  ["--HOST", "--host"],
  ["--PROT", "--port"],
  ["--verbose", null],
  ["", null],
  ["-x", null],
])("takes %s for %s", (word, nearest) => {
  expect(findNearest(word, candidates)).toBe(nearest);
});

it.each([
  ["prot", "port"],
  ["tpor", null],
])("counts two swapped neighbours as one mistake: %s", (word, nearest) => {
  expect(findNearest(word, ["host", "port"])).toBe(nearest);
});
