import type { Attack } from "../attack.ts";

export const attack: Attack = {
  summary: "200 connections send their names one byte at a time, and never end them.",
  aim: "C-31, handshakeTimeoutMs: a name has a time limit as a whole",
  async carryOut(room) {
    const clients = room.openMany(200);
    await room.begin();
    // Faster than the quiet time, which would end the name.
    await room.repeat(5_000, (count) => clients[count % 200]?.write("x"));
    await room.claimOpenFor(5);
  },
};
