import { expect, it, vi } from "vitest";
import { Queue } from "./queue.ts";

it("gives what it took in the same order, however full it is", () => {
  const queue = new Queue<number>();
  const taken: (number | undefined)[] = [];
  for (let value = 0; value < 10_000; value++) {
    queue.push(value);
    if (value % 3 === 0) taken.push(queue.shift());
  }
  expect(queue.length).toBe(10_000 - taken.length);
  expect(queue.first).toBe(taken.length);
  expect([...queue].at(-1)).toBe(9_999);
  while (queue.length > 0) taken.push(queue.shift());
  expect(taken).toEqual(Array.from({ length: 10_000 }, (_, value) => value));
});

it("has nothing to give when it is empty", () => {
  const queue = new Queue<string>();
  expect([queue.first, queue.shift(), queue.length]).toEqual([undefined, undefined, 0]);
  queue.push("one");
  queue.push("two");
  expect(queue.takeAll()).toEqual(["one", "two"]);
  expect([...queue]).toEqual([]);
  expect(queue.shift()).toBeUndefined();
});

it("moves each of 200,000 at most once while they are taken from the front", () => {
  const queue = new Queue<number>();
  for (let value = 0; value < 200_000; value++) queue.push(value);
  const slice = vi.spyOn(Array.prototype, "slice");
  const others = (["shift", "splice", "copyWithin"] as const).map((name) => vi.spyOn(Array.prototype, name));
  try {
    while (queue.length > 0) queue.shift();
    const moved = slice.mock.results.reduce((sum, { value }) => sum + value.length, 0);
    expect(moved).toBeLessThan(200_000);
    for (const other of others) expect(other).not.toHaveBeenCalled();
  } finally {
    vi.restoreAllMocks();
  }
});
