import { expect, it, vi } from "vitest";
import { Fifo } from "./fifo.ts";

it("gives what it took in the same order, however full it is", () => {
  const fifo = new Fifo<number>();
  const taken: (number | undefined)[] = [];
  for (let value = 0; value < 10_000; value++) {
    fifo.push(value);
    if (value % 3 === 0) taken.push(fifo.shift());
  }
  expect(fifo.length).toBe(10_000 - taken.length);
  expect(fifo.first).toBe(taken.length);
  expect([...fifo].at(-1)).toBe(9_999);
  while (fifo.length > 0) taken.push(fifo.shift());
  expect(taken).toEqual(Array.from({ length: 10_000 }, (_, value) => value));
});

it("has nothing to give when it is empty", () => {
  const fifo = new Fifo<string>();
  expect([fifo.first, fifo.shift(), fifo.length]).toEqual([undefined, undefined, 0]);
  fifo.push("one");
  fifo.push("two");
  expect(fifo.takeAll()).toEqual(["one", "two"]);
  expect([...fifo]).toEqual([]);
  expect(fifo.shift()).toBeUndefined();
});

it("moves each of 200,000 at most once while they are taken from the front", () => {
  const fifo = new Fifo<number>();
  for (let value = 0; value < 200_000; value++) fifo.push(value);
  const slice = vi.spyOn(Array.prototype, "slice");
  const others = (["shift", "splice", "copyWithin"] as const).map((name) => vi.spyOn(Array.prototype, name));
  try {
    while (fifo.length > 0) fifo.shift();
    const moved = slice.mock.results.reduce((sum, { value }) => sum + value.length, 0);
    expect(moved).toBeLessThan(200_000);
    for (const other of others) expect(other).not.toHaveBeenCalled();
  } finally {
    vi.restoreAllMocks();
  }
});
