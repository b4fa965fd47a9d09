import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "4,800 users hold 60 KB of an unfinished message each, more than all together may.",
  aim: "maxAllIncompleteBytes: who takes most and does least goes first",
  latency: within(250, "290 MB come in on the same two processors"),
  memory: { growthMiB: 448, budget: "maxAllIncompleteBytes, and 4,800 connections" },
  async carryOut(room) {
    const users = await room.joinMany(4_800, "half");
    await room.begin();
    for (const user of users) user.write(`{"from": {"name": "${user.name}", "ip": ""}, "msg": "${"x".repeat(60_000)}`);
    await room.pass();
    await room.claimOpenFor(5);
  },
};
