import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "300 users shut their side down behind thousands of questions, and read nothing.",
  aim: "C-35, what was sent before is answered for a while, and no longer",
  latency: within(100, "300 × 400 answers are made on the same two processors"),
  memory: { growthMiB: 256, budget: "maxOutboxBytes for each of 300 users" },
  async carryOut(room) {
    const users = await room.joinMany(300, "leaver", { reads: "nothing" });
    await room.begin();
    for (const user of users) {
      user.send("/standard", "", 400);
      user.end();
    }
    await room.pass();
    room.claim("the name of one who shut its side down is free", await room.canJoin("leaver-0"));
  },
};
