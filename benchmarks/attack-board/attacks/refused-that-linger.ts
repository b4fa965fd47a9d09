import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "Thousands are refused, read nothing and don't close.",
  aim: "C-34, the number of refused connections that linger",
  latency: within(250, "thousands of connects run on the same two processors"),
  async carryOut(room) {
    await room.repeat(2_000, () => room.open("/refused\n").freeze());
    await room.claimOpenFor();
  },
};
