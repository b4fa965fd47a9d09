import { type Attack, asFound } from "../attack.ts";
import { shoutAsOftenAsLet } from "../shouts.ts";

export const attack: Attack = {
  summary: "One user shouts 60 KB as often as it is let; 200 others read 1 MB/s each.",
  aim: "shoutBytesPerSecond: the sender is slowed down, not the receivers",
  healthyUsers: 100,
  latency: asFound(500, "long shouts to all share the line with everybody's messages"),
  memory: { growthMiB: 256, budget: "maxAllOutboxBytes, of which a shared line takes its length once" },
  carryOut: (room) => shoutAsOftenAsLet(room, 1, 200, 1_000_000),
};
