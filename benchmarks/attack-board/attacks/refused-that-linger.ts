import type { RawClient } from "../../load/raw-client.ts";
import { type Attack, within } from "../attack.ts";

/** As many stay open at once, so that the attackers have open files left, however long they go on. */
const MOST_OPEN = 8_000;

export const attack: Attack = {
  summary: "Thousands are refused, read nothing and don't close.",
  aim: "C-34, the number of refused connections that linger",
  latency: within(250, "thousands of connects run on the same two processors"),
  async carryOut(room) {
    const open: RawClient[] = [];
    await room.repeat(2_000, (count) => {
      const client = room.open("/refused\n");
      client.freeze();
      open[count % MOST_OPEN]?.vanish();
      open[count % MOST_OPEN] = client;
    });
    await room.claimOpenFor();
  },
};
