import { type Attack, within } from "../attack.ts";
import { shoutOnce } from "../shouts.ts";

export const attack: Attack = {
  summary: "One shout of 60 KB to 15,000 users who read at once.",
  aim: "C-70, maxAllOutboxBytes: a line that many share counts once",
  latency: within(250, "900 MB go to readers on the same two processors"),
  memory: { growthMiB: 512, budget: "15,000 connections, and the buffers of their writes" },
  carryOut: (room) => shoutOnce(room, 15_000, "x".repeat(60_000)),
};
