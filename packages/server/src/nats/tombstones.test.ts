import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Markers } from "./tombstones.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

it("erases a marker when it is a minute old, and not before", async () => {
  const erase = vi.fn(async () => undefined);
  const markers = new Markers(erase);
  markers.add(7);
  vi.advanceTimersByTime(30_000);
  markers.add(8);
  vi.advanceTimersByTime(29_999);
  await markers.sweep();
  expect(erase).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  await markers.sweep();
  expect(erase.mock.calls).toEqual([[7]]);
  vi.advanceTimersByTime(30_000);
  await markers.sweep();
  expect(erase.mock.calls).toEqual([[7], [8]]);
});

it("goes on after one that can't be erased", async () => {
  const erase = vi.fn((revision: number) => (revision === 1 ? Promise.reject(new Error("no")) : Promise.resolve()));
  const markers = new Markers(erase);
  for (const revision of [1, 2, 3]) markers.add(revision);
  vi.advanceTimersByTime(60_000);
  await markers.sweep();
  expect(erase.mock.calls).toEqual([[1], [2], [3]]);
});
