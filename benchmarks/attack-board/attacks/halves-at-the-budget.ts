import { type Attack, within } from "../attack.ts";

const USERS = 1_300;

export const attack: Attack = {
  summary: "1,300 users hold 60 KB of an unfinished message each, more than all together may.",
  aim: "maxAllIncompleteBytes: who holds most goes first, and is told",
  flags: ["--max-all-incomplete-bytes", "67108864"],
  latency: within(250, "80 MB are read on the same two processors"),
  memory: { growthMiB: 160, budget: "maxAllIncompleteBytes, and 1,300 connections" },
  async carryOut(room) {
    const users = await room.joinMany(USERS, "half");
    // All in the same moment would be about how fast a machine takes 80 MB.
    await room.repeat(USERS / room.target.seconds, (count) => users[count]?.sendHalf(60_000));
    await room.claimTold(users, /You were disconnected: /, 100);
  },
};
