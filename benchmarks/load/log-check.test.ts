import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findLogProblem, readLogs } from "./log-check.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chat-log-check-"));
  mkdirSync(join(folder, "127.0.0.1_1"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, ...lines: readonly string[]): void {
  writeFileSync(join(folder, "127.0.0.1_1", name), lines.map((line) => `2026-11-30T09:00:00.000Z\t${line}\n`).join(""));
}

function findProblem(...expected: readonly number[]): string | null {
  return findLogProblem(readLogs(folder, "everyone"), "Bob", /#(\d+)$/, expected);
}

it("finds nothing wrong with logs of several days that hold every message once and in order", () => {
  write("everyone.2026-12-01.log", "message\tBob\tthree #3");
  write(
    "everyone.2026-11-30.log",
    "begin\t\tIt begins.",
    "message\tBob\tone #1",
    "own\tAda\tmine #7",
    "message\tBob\ttwo #2",
  );
  write("@EVERY.2026-11-30.log", "message\tBob\telsewhere #9");
  expect(findProblem(1, 2, 3)).toBeNull();
});

it.each([
  ["one that is missing", ["message\tBob\t#1", "message\tBob\t#3"], "message 2 is not where it belongs: there is 3"],
  ["two in the wrong order", ["message\tBob\t#2", "message\tBob\t#1", "message\tBob\t#3"], "message 1 is not"],
  ["the last one", ["message\tBob\t#1", "message\tBob\t#2"], "message 3 is not where it belongs: there is nothing"],
  ["one too many", [1, 2, 3, 3].map((number) => `message\tBob\t#${number}`), "1 messages too many"],
  ["a gap", ["message\tBob\t#1", "gap\t\tSome are missing.", "message\tBob\t#2"], "Some are missing."],
])("finds %s", (_what, lines, problem) => {
  write("everyone.2026-11-30.log", ...lines);
  expect(findProblem(1, 2, 3)).toContain(problem);
});

it("refuses a line that has not four columns", () => {
  write("everyone.2026-11-30.log", "message\tBob\ttwo\ttexts");
  expect(() => readLogs(folder, "everyone")).toThrow("four columns");
});
