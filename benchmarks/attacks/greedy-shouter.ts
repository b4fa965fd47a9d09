import type { Attack } from "./harness/attack.ts";
import { shoutAtMost } from "./harness/shouting-at-most.ts";

export const greedyShouter: Attack = {
  name: "greedy-shouter",
  summary: "One user shouts 60 KB as often as it is let; 200 others read 1 MB/s each.",
  healthyUsers: 100,
  bounds: { p99Ms: 500 },
  carryOut: (context) => shoutAtMost(context, { count: 200, bytesPerSecond: 1_000_000 }, 1),
};
