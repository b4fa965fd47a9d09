import { expect, it } from "vitest";
import { RestartPolicy } from "./restart-policy.ts";

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
