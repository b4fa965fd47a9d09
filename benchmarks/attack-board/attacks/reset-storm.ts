import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "2,000 connections a second join and are reset.",
  aim: "C-46, a name is free the moment its connection is gone",
  latency: within(250, "2,000 connects a second run on the same two processors"),
  log: { bytesPerSecond: 1024 * 1024 },
  alsoOver: ["threads", "nodes"],
  async carryOut(room) {
    await room.begin();
    await room.repeat(500, (count) => {
      const client = room.open();
      client.onLine = () => client.vanish();
      client.write(`reset-${count % 50}\n`);
    });
    await room.claimOpenFor(5);
  },
};
