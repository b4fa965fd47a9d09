import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Sweep } from "./sweep.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("visits each item once, however often it was added", () => {
  const visited: string[] = [];
  const sweep = new Sweep<string>(10, (item) => visited.push(item));
  sweep.add("ada");
  sweep.add("bob");
  sweep.add("ada");
  expect(visited).toEqual([]);
  vi.advanceTimersByTime(10);
  expect(visited).toEqual(["ada", "bob"]);
  vi.advanceTimersByTime(100);
  expect(visited).toEqual(["ada", "bob"]);
});

it("visits an item that adds itself again one interval later, not in the same round", () => {
  let visits = 0;
  const sweep = new Sweep<string>(10, (item) => {
    visits += 1;
    if (visits < 3) sweep.add(item);
  });
  sweep.add("ada");
  vi.advanceTimersByTime(10);
  expect(visits).toBe(1);
  vi.advanceTimersByTime(10);
  expect(visits).toBe(2);
  vi.advanceTimersByTime(100);
  expect(visits).toBe(3);
});

it("does not visit a deleted item", () => {
  const visited: string[] = [];
  const sweep = new Sweep<string>(10, (item) => visited.push(item));
  sweep.add("ada");
  sweep.add("bob");
  sweep.delete("ada");
  vi.advanceTimersByTime(10);
  expect(visited).toEqual(["bob"]);
});

it("serves any number of items with one timer, and needs none when it is empty", () => {
  const sweep = new Sweep<number>(10, () => undefined);
  for (let item = 0; item < 1_000; item++) sweep.add(item);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(10);
  expect(vi.getTimerCount()).toBe(0);
});

it("drops items and timer when it is cleared", () => {
  const visited: string[] = [];
  const sweep = new Sweep<string>(10, (item) => visited.push(item));
  sweep.add("ada");
  sweep.clear();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(100);
  expect(visited).toEqual([]);
});
