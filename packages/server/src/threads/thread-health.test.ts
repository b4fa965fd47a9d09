import { expect, it } from "vitest";
import { ThreadCounters } from "./thread-counters.ts";
import { HangWatch, RestartPolicy } from "./thread-health.ts";

const [first, second] = [{ slot: 0 }, { slot: 1 }];
const threads = [first, second];

it("finds a thread without a heartbeat for 30 s", () => {
  const counters = ThreadCounters.forSlots(2);
  const watch = new HangWatch<{ slot: number }>(counters, 0);
  for (let now = 5_000; now <= 30_000; now += 5_000) {
    counters.beat(1);
    expect(watch.findHung(threads, now)).toEqual([]);
  }
  counters.beat(1);
  expect(watch.findHung(threads, 35_000)).toEqual([first]);
});

it("does not count the time in which it was late itself, as after a sleep of the machine", () => {
  const watch = new HangWatch<{ slot: number }>(ThreadCounters.forSlots(2), 0);
  for (let now = 5_000; now <= 30_000; now += 5_000) expect(watch.findHung(threads, now)).toEqual([]);
  expect(watch.findHung(threads, 3_600_000)).toEqual([]);
  expect(watch.findHung(threads, 3_605_000)).toEqual(threads);
});

it("starts from the beginning with the next thread of a slot", () => {
  const watch = new HangWatch<{ slot: number }>(ThreadCounters.forSlots(1), 0);
  for (let now = 5_000; now <= 30_000; now += 5_000) watch.findHung([first], now);
  const next = { slot: 0 };
  for (let now = 35_000; now <= 60_000; now += 5_000) expect(watch.findHung([next], now)).toEqual([]);
});

it("restarts at once after a death now and then", () => {
  const restarts = new RestartPolicy();
  for (let now = 0; now < 100_000; now += 2_500) expect(restarts.delayAfterDeath(now, 0)).toBe(0);
});

it("waits once threads die again and again, until one has lived for a while", () => {
  const restarts = new RestartPolicy();
  const delays = [0, 1, 2, 3, 4, 5].map((now) => restarts.delayAfterDeath(now, 0));
  expect(delays).toEqual([0, 0, 0, 0, 0, 5_000]);
  for (let now = 5_000; now < 100_000; now += 5_000) expect(restarts.delayAfterDeath(now, 0)).toBe(5_000);
  expect(restarts.delayAfterDeath(200_000, 9_999)).toBe(5_000);
  expect(restarts.delayAfterDeath(300_000, 10_000)).toBe(0);
  expect(restarts.delayAfterDeath(300_001, 0)).toBe(0);
});
