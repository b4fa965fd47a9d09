import type { Attack } from "../attack.ts";

export const attack: Attack = {
  summary: "500 users send the first 60 KB of a message and never its end.",
  aim: "C-14, incompleteMessageTimeoutMs, maxAllIncompleteBytes",
  memory: { growthMiB: 192, budget: "maxAllIncompleteBytes" },
  async carryOut(room) {
    const users = await room.joinMany(500, "half");
    await room.begin();
    for (const user of users) user.sendHalf(60_000);
    await room.pass();
  },
};
