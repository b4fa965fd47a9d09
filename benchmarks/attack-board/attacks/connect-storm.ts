import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "2,000 connections a second are opened and closed at once.",
  aim: "nothing is left of a connection that is gone",
  latency: within(250, "2,000 connects a second run on the same two processors"),
  async carryOut(room) {
    await room.repeat(2_000, () => room.open().end());
    await room.claimOpenFor();
  },
};
