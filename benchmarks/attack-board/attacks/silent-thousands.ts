import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "8,000 connections are opened at once and say nothing.",
  aim: "handshakeTimeoutMs",
  latency: within(250, "8,000 connects at once run on the same two processors"),
  memory: { growthMiB: 192, budget: "8,000 connections" },
  async carryOut(room) {
    await room.begin();
    room.openMany(8_000);
    await room.pass();
    await room.claimOpenFor(10);
  },
};
