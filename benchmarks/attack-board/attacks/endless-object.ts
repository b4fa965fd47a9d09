import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "20 users a second write an object that never ends.",
  aim: "C-13, maxMessageBytes",
  latency: within(100, "reconnecting and writing at full speed runs on the same two processors"),
  async carryOut(room) {
    const users = room.openMany(20 * room.target.seconds);
    await room.repeat(20, (count) => users[count]?.write(`endless-${count}\n{"a": "${"x".repeat(200_000)}`));
    await room.claimTold(users, /Error: .*is larger than/, users.length / 2);
  },
};
