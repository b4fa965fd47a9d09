import { setTimeout as pause } from "node:timers/promises";
import type { RawClient } from "../../load/raw-client.ts";
import { type Attack, within } from "../attack.ts";

const SILENT = 1_200;
const ADDRESS = "127.0.2.1";

export const attack: Attack = {
  summary: "1,200 connections of one address never tell a name, and come back; the server has room for 1,000.",
  aim: "maxNamelessPerAddress: they keep no newcomer out",
  flags: ["--max-connections", "1000"],
  latency: within(100, "thousands of connects run on the same two processors"),
  async carryOut(room) {
    await room.begin();
    let silent: RawClient[] = [];
    const fillUp = () => {
      silent = silent.filter(({ isClosed }) => !isClosed);
      silent.push(...room.openMany(SILENT - silent.length, { localAddress: ADDRESS }));
    };
    fillUp();
    const timer = setInterval(fillUp, 1_000);
    await pause(1_000);
    await room.claimOpenFor(100);
    await room.pass();
    clearInterval(timer);
  },
};
