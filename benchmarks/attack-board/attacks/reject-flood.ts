import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "20 users write frames that are no messages as fast as they can, and read what they are told.",
  aim: "C-14, a rejected frame costs as much as a message",
  latency: within(250, "writers at full speed use the same two processors"),
  async carryOut(room) {
    const users = await room.flood(room.joinMany(20, "wrong"), () =>
      Buffer.from('{"from": 1}\nstray\n{"to": "Bob"}\n'.repeat(50)),
    );
    await room.claimTold(users, /Error: /);
  },
};
