import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Tombstones } from "./tombstones.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

it("removes a tombstone when it is a minute old, and not before", async () => {
  const compact = vi.fn(async () => undefined);
  const tombstones = new Tombstones(compact);
  tombstones.add(7);
  vi.advanceTimersByTime(30_000);
  tombstones.add(8);
  vi.advanceTimersByTime(29_999);
  await tombstones.compactDue();
  expect(compact).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  await tombstones.compactDue();
  expect(compact.mock.calls).toEqual([[7]]);
  vi.advanceTimersByTime(30_000);
  await tombstones.compactDue();
  expect(compact.mock.calls).toEqual([[7], [8]]);
});

it("goes on after one that can't be removed", async () => {
  const compact = vi.fn((revision: number) => (revision === 1 ? Promise.reject(new Error("no")) : Promise.resolve()));
  const tombstones = new Tombstones(compact);
  for (const revision of [1, 2, 3]) tombstones.add(revision);
  vi.advanceTimersByTime(60_000);
  await tombstones.compactDue();
  expect(compact.mock.calls).toEqual([[1], [2], [3]]);
});
