import { expect, it } from "vitest";
import { RestartPolicy } from "./restart-policy.ts";

it("restarts at once after a death now and then", () => {
  const restarts = new RestartPolicy();
  for (let now = 0; now < 100_000; now += 2_500) expect(restarts.delayAfterDeath(now)).toBe(0);
});

it("waits once threads die again and again, and no longer than they do", () => {
  const restarts = new RestartPolicy();
  const delays = [0, 1, 2, 3, 4, 5].map((now) => restarts.delayAfterDeath(now));
  expect(delays).toEqual([0, 0, 0, 0, 0, 5_000]);
  expect(restarts.delayAfterDeath(10_006)).toBe(0);
});
