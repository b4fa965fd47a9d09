import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "100 users write frames that are no messages as fast as they can, and read nothing.",
  aim: "C-15, C-70: who does not read its answers is not read",
  latency: within(250, "writers at full speed use the same two processors"),
  memory: { growthMiB: 256, budget: "maxOutboxBytes for each of 100 users" },
  carryOut: (room) =>
    room.flood(room.joinMany(100, "deaf", { reads: "nothing" }), () => Buffer.from('{"from": 1}\n'.repeat(500))),
};
