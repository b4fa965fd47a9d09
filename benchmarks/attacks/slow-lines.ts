import type { Attack } from "./harness/attack.ts";
import { shoutAtMost } from "./harness/shouting-at-most.ts";

export const slowLines: Attack = {
  name: "slow-lines",
  summary: "Ten users shout 60 KB as often as they are let; 200 others read 100 KB/s each, as over a busy Wi-Fi.",
  healthyUsers: 100,
  bounds: { p99Ms: 500 },
  carryOut: (context) => shoutAtMost(context, { count: 200, bytesPerSecond: 100_000 }, 10),
};
