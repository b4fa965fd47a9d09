import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "20 users write one object that never ends, as fast as the server takes it.",
  aim: "C-21, maxMessageBytes",
  latency: within(100, "reconnecting and writing at full speed runs on the same two processors"),
  async carryOut(room) {
    const users = await room.joinMany(20, "endless");
    await room.begin();
    await room.flood(users, () => Buffer.from(`{"a":"${"x".repeat(60_000)}`));
    await room.claimTold(users, /Error: .*(?:too large|at most)/);
  },
};
