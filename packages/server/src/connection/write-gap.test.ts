import { UNFRAMED_BACKLOG_MESSAGES, UNFRAMED_WRITE_GAP_MS } from "@chat/protocol";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WriteGap } from "./write-gap.ts";

let now = 0;

beforeEach(() => {
  now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

it("is over before the first write, and again when the time behind a write has passed [C-23]", () => {
  const gap = new WriteGap();
  expect(gap.isOver(1)).toBe(true);
  gap.restart(false);
  now += UNFRAMED_WRITE_GAP_MS / 2;
  expect(gap.isOver(1)).toBe(false);
  now += UNFRAMED_WRITE_GAP_MS / 2;
  expect(gap.isOver(1)).toBe(true);
});

it("is given up while too many lines wait [C-23]", () => {
  const gap = new WriteGap();
  gap.restart(false);
  expect([UNFRAMED_BACKLOG_MESSAGES, UNFRAMED_BACKLOG_MESSAGES + 1].map((lines) => gap.isOver(lines))).toEqual([
    false,
    true,
  ]);
});

it("knows when the first and the last text of the server were written", () => {
  const gap = new WriteGap();
  for (const isServerText of [false, true, true, false]) {
    now += 10;
    gap.restart(isServerText);
  }
  expect([gap.firstAt, gap.lastAt]).toEqual([20, 30]);
});
