import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "More connections come than the server may hold, and come back again and again.",
  aim: "maxConnections: who is in stays in, and newcomers are told",
  flags: ["--max-connections", "450"],
  latency: within(100, "hundreds of connects a second run on the same two processors"),
  async carryOut(room) {
    const users = await room.joinMany(140, "user");
    let told = 0;
    await room.repeat(300, (count) => {
      room.open(`more-${count}\n`).onLine = (line) => {
        if (line.includes("Server full")) told += 1;
      };
    });
    room.claim(`who does not fit is told so (${told})`, told > 0);
    room.claimOnline(users);
  },
};
