import { type Attack, asFound } from "../attack.ts";
import { shoutAsOftenAsLet } from "../shouts.ts";

export const attack: Attack = {
  summary: "Ten users shout 60 KB as often as they are let; 200 others read 100 KB/s each, as over a busy Wi-Fi.",
  aim: "shoutBytesPerSecond: a receiver that reads what a busy Wi-Fi gives keeps its place",
  healthyUsers: 100,
  latency: asFound(500, "long shouts to all share the line with everybody's messages"),
  memory: { growthMiB: 256, budget: "maxAllOutboxBytes, of which a shared line takes its length once" },
  carryOut: (room) => shoutAsOftenAsLet(room, 10, 200, 100_000),
};
