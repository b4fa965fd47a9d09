import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "400 connections a second join and are reset.",
  aim: "C-46, a name is free the moment its connection is gone",
  latency: within(250, "400 joins a second run on the same two processors"),
  log: { bytesPerSecond: 1024 * 1024 },
  alsoOver: ["threads", "nodes"],
  async carryOut(room) {
    let refused = 0;
    const sent = await room.repeat(400, (count) => {
      const client = room.open(`reset-${count % 50}\n`);
      client.onLine = (line) => {
        if (!line.includes("Welcome ")) refused += 1;
        client.vanish();
      };
    });
    // The one before may not be gone yet, but for most it is.
    room.claim(`the names of those who are gone are free (${refused} of ${sent} refused)`, refused < sent / 2);
    await room.claimOpenFor();
  },
};
