import type { Distribution } from "../scenario/distribution.ts";
import type { Random } from "./random.ts";

/** The 95th percentile of the standard normal distribution. */
const NORMAL_P95 = 1.6448536269514722;

/** Longest time that is drawn, in milliseconds: some distributions have no end. */
const MAX_DRAWN_MS = 86_400_000;

/** Draws a time, in milliseconds. A distribution without an end is cut off at a day. */
export function drawTime(distribution: Distribution, random: Random): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.value;
    case "uniform":
      return distribution.min + random() * (distribution.max - distribution.min);
    case "exponential":
      return Math.min(MAX_DRAWN_MS, -distribution.mean * Math.log(1 - random()));
    case "log-normal": {
      const { median, p95 } = distribution;
      const deviation = Math.log(p95 / median) / NORMAL_P95;
      return Math.min(MAX_DRAWN_MS, median * Math.exp(deviation * drawNormal(random)));
    }
  }
}

/** Draws from the standard normal distribution, by the method of Box and Muller. */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
