import { randomBytes } from "node:crypto";
import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "50 connections a second write random bytes: some before they have a name, some after.",
  aim: "C-14, invalid UTF-8 ends a connection in words",
  latency: within(100, "writers at full speed use the same two processors"),
  async carryOut(room) {
    await room.repeat(50, (count) => room.open(count % 2 === 0 ? `garbage-${count}\n` : "").write(randomBytes(4_096)));
    await room.claimOpenFor();
  },
};
