import type { Attack } from "../attack.ts";

export const attack: Attack = {
  summary: "200 connections send their names one byte at a time, and never end them.",
  aim: "C-31, handshakeTimeoutMs: a name has a time limit as a whole",
  async carryOut(room) {
    // Faster than the quiet time, which would end the name.
    await room.takeTurns(5_000, room.openMany(200), (client) => client.write("x"));
    await room.claimOpenFor();
  },
};
