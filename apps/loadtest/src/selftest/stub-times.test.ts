import { expect, it } from "vitest";
import { StreamKind, writeStamp } from "../generator/stamp.ts";
import { EndToEndRecord } from "./stub-times.ts";

/** The text of a message that was due at a moment and sent so much later, both in milliseconds. */
function message(dueMs: number, lateMs: number): string {
  const [sentAtUs, lateUs] = [(dueMs + lateMs) * 1_000, lateMs * 1_000];
  return writeStamp({ run: "t1", kind: StreamKind.Direct, sender: 0, sequence: 0, sentAtUs, lateUs }, 0);
}

/** Lets a stub take and write messages at these moments; gives its percentiles. */
function record(
  warmUpMs: number,
  steps: readonly (readonly ["read" | "written", dueMs: number, lateMs: number, atMs: number])[],
) {
  const endToEnd = new EndToEndRecord(warmUpMs);
  for (const [what, dueMs, lateMs, atMs] of steps) {
    if (what === "read") endToEnd.read(message(dueMs, lateMs));
    else endToEnd.written(message(dueMs, lateMs), atMs * 1_000);
  }
  return endToEnd.summarize();
}

it("knows a transit once the tester is known to have been awake when it ended", () => {
  expect(
    record(0, [
      ["read", 10, 0, 10],
      ["written", 10, 0, 30],
    ]).count,
  ).toBe(0);
  const { count, p50 } = record(0, [
    ["read", 10, 0, 10],
    ["written", 10, 0, 30],
    ["read", 29, 0, 29],
    ["read", 31, 0, 31],
  ]);
  expect(count).toBe(1);
  expect(p50).toBeCloseTo(20, 1);
});

it("counts how late the tester sent it, and how late it read what came while it slept", () => {
  // Due at 10, sent at 12, written at 30, when the tester sleeps until 71: what is due at 31 goes out 40 late.
  const { p50 } = record(0, [
    ["read", 10, 2, 12],
    ["written", 10, 2, 30],
    ["read", 31, 40, 71],
  ]);
  expect(p50).toBeCloseTo(60, 0);
});

it("leaves the warm-up out", () => {
  const steps = [
    ["read", 0, 0, 0],
    ["written", 0, 0, 5],
    ["read", 100, 0, 100],
    ["written", 100, 0, 105],
    ["read", 200, 0, 200],
  ] as const;
  expect(record(100, steps).count).toBe(1);
});
