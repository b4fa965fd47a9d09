import { AdminPort } from "../admin-port.ts";
import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "2,000 connections a second are opened to the admin port and closed at once.",
  aim: "the connections that the admin port takes in a second",
  latency: within(250, "2,000 connects a second run on the same two processors"),
  async carryOut(room) {
    const admin = new AdminPort(room);
    await room.repeat(2_000, () => admin.open().end());
    await room.claimOpenFor();
    await admin.claimAnswers();
  },
};
