import { setTimeout as pause } from "node:timers/promises";
import type { RawClient } from "../../load/raw-client.ts";
import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "1,200 connections of one address never tell a name, and come back; the server has room for 1,000.",
  aim: "maxNamelessPerAddress: they keep no newcomer out",
  flags: ["--max-connections", "1000"],
  latency: within(100, "thousands of connects run on the same two processors"),
  async carryOut(room) {
    const silent: RawClient[] = [];
    const comeBack = () => {
      const online = silent.filter(({ isClosed }) => !isClosed).length;
      silent.push(...room.openMany(1_200 - online, "", { localAddress: "127.0.2.1" }));
    };
    await room.begin();
    comeBack();
    using _timer = setInterval(comeBack, 1_000);
    await pause(1_000);
    await room.claimOpenFor(100);
    await room.pass();
  },
};
