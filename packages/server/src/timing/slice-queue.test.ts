import { expect, it, vi } from "vitest";
import { useTurnClock } from "../../test/turn-clock.ts";
import { TURN_MS } from "../limits.ts";
import { SliceQueue } from "./slice-queue.ts";

const clock = useTurnClock();

/** A queue whose visits each take a fixed time, by the fake clock. */
function createQueue(visitMs: number, onVisit: (item: string) => void = () => undefined) {
  const visits: string[] = [];
  const queue = new SliceQueue<string>((item) => {
    visits.push(item);
    clock.now += visitMs;
    onVisit(item);
  });
  return { queue, visits };
}

it("visits in order, once each, not at once", () => {
  const { queue, visits } = createQueue(0);
  for (const item of ["a", "b", "a", "c"]) queue.add(item);
  expect(visits).toEqual([]);
  vi.runOnlyPendingTimers();
  expect(visits).toEqual(["a", "b", "c"]);
});

it("ends its slice when the time is over, and goes on in the next turn", () => {
  const { queue, visits } = createQueue(TURN_MS / 2);
  for (const item of ["a", "b", "c"]) queue.add(item);
  vi.runOnlyPendingTimers();
  expect(visits).toEqual(["a", "b"]);
  vi.runOnlyPendingTimers();
  expect(visits).toEqual(["a", "b", "c"]);
});

it("visits one item a turn when each takes longer than a slice", () => {
  const { queue, visits } = createQueue(100);
  for (const item of ["a", "b"]) queue.add(item);
  vi.runOnlyPendingTimers();
  expect(visits).toEqual(["a"]);
});

it("puts an item that is added again behind the others", () => {
  const { queue, visits } = createQueue(TURN_MS, (item) => {
    if (item === "a") queue.add("a");
  });
  for (const item of ["a", "b"]) queue.add(item);
  for (let turn = 0; turn < 3; turn++) vi.runOnlyPendingTimers();
  expect(visits).toEqual(["a", "b", "a"]);
});

it("visits nothing that was deleted, and nothing after a clear", () => {
  const { queue, visits } = createQueue(0);
  for (const item of ["a", "b"]) queue.add(item);
  queue.delete("a");
  vi.runOnlyPendingTimers();
  expect(visits).toEqual(["b"]);
  queue.add("c");
  queue.clear();
  vi.runAllTimers();
  expect(visits).toEqual(["b"]);
});
