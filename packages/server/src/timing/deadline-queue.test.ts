import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DeadlineQueue } from "./deadline-queue.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("calls back for an item when its time is over, and not a moment before", () => {
  const due: string[] = [];
  const queue = new DeadlineQueue<string>(100, (item) => due.push(item));
  queue.add("ada");
  vi.advanceTimersByTime(99);
  expect(due).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(due).toEqual(["ada"]);
});

it("calls back once for each item, in the order of their deadlines", () => {
  const due: string[] = [];
  const queue = new DeadlineQueue<string>(100, (item) => due.push(item));
  queue.add("ada");
  vi.advanceTimersByTime(30);
  queue.add("bob");
  vi.advanceTimersByTime(70);
  expect(due).toEqual(["ada"]);
  vi.advanceTimersByTime(30);
  expect(due).toEqual(["ada", "bob"]);
  vi.advanceTimersByTime(1_000);
  expect(due).toEqual(["ada", "bob"]);
});

it("starts an item's time again when the item is added again", () => {
  const due: string[] = [];
  const queue = new DeadlineQueue<string>(100, (item) => due.push(item));
  queue.add("ada");
  vi.advanceTimersByTime(60);
  queue.add("ada");
  vi.advanceTimersByTime(99);
  expect(due).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(due).toEqual(["ada"]);
});

it("does not call back for a deleted item, and still does for the others", () => {
  const due: string[] = [];
  const queue = new DeadlineQueue<string>(100, (item) => due.push(item));
  queue.add("ada");
  queue.add("bob");
  queue.delete("ada");
  vi.advanceTimersByTime(100);
  expect(due).toEqual(["bob"]);
});

it("serves any number of items with one timer, and needs none when it is empty", () => {
  const queue = new DeadlineQueue<number>(100, () => undefined);
  for (let item = 0; item < 1_000; item++) queue.add(item);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(100);
  expect(vi.getTimerCount()).toBe(0);
});

it("drops items and timer when it is cleared", () => {
  const due: string[] = [];
  const queue = new DeadlineQueue<string>(100, (item) => due.push(item));
  queue.add("ada");
  queue.clear();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect(due).toEqual([]);
});

it("keeps the deadlines of the others when a callback adds an item", () => {
  const due: [string, number][] = [];
  const start = performance.now();
  const queue = new DeadlineQueue<string>(100, (item) => {
    due.push([item, performance.now() - start]);
    if (due.length === 1) queue.add("ada");
  });
  queue.add("ada");
  vi.advanceTimersByTime(10);
  queue.add("bob");
  vi.advanceTimersByTime(1_000);
  expect(due).toEqual([
    ["ada", 100],
    ["bob", 110],
    ["ada", 200],
  ]);
});

it("skips an item that an earlier one's callback has deleted", () => {
  const due: string[] = [];
  const queue = new DeadlineQueue<string>(100, (item) => {
    due.push(item);
    queue.delete("bob");
  });
  queue.add("ada");
  queue.add("bob");
  vi.advanceTimersByTime(1_000);
  expect(due).toEqual(["ada"]);
});
