import { expect, it } from "vitest";
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

it("takes from the front of 200,000 in no time", () => {
  const fifo = new Fifo<number>();
  for (let value = 0; value < 200_000; value++) fifo.push(value);
  const startedAt = performance.now();
  while (fifo.length > 0) fifo.shift();
  // Moving what stands behind at each step takes many seconds.
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
