import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Tombstones } from "./tombstones.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

it("erases a tombstone when it is a minute old, and not before", async () => {
  const erase = vi.fn(async () => undefined);
  const tombstones = new Tombstones(erase);
  tombstones.add(7);
  vi.advanceTimersByTime(30_000);
  tombstones.add(8);
  vi.advanceTimersByTime(29_999);
  await tombstones.sweep();
  expect(erase).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  await tombstones.sweep();
  expect(erase.mock.calls).toEqual([[7]]);
  vi.advanceTimersByTime(30_000);
  await tombstones.sweep();
  expect(erase.mock.calls).toEqual([[7], [8]]);
});

it("goes on after one that can't be erased", async () => {
  const erase = vi.fn((revision: number) => (revision === 1 ? Promise.reject(new Error("no")) : Promise.resolve()));
  const tombstones = new Tombstones(erase);
  for (const revision of [1, 2, 3]) tombstones.add(revision);
  vi.advanceTimersByTime(60_000);
  await tombstones.sweep();
  expect(erase.mock.calls).toEqual([[1], [2], [3]]);
});
