import { until } from "../../load/concurrency.ts";
import type { Attack } from "../attack.ts";

export const attack: Attack = {
  summary: "100 connections claim one name in the same moment, again and again.",
  aim: "C-34, C-44, a name is unique",
  alsoOver: ["threads", "nodes"],
  log: { bytesPerSecond: 256 * 1_024 },
  async carryOut(room) {
    await room.begin();
    let rounds = 0;
    let mostWelcomed = 0;
    for (; !room.isOver; rounds++) {
      const claimants = room.openMany(100, `the one ${rounds}\n`);
      await until(() => claimants.every(({ lastLine }) => lastLine !== ""), 10_000);
      const welcomed = claimants.filter(({ lastLine }) => lastLine.includes("Welcome ")).length;
      mostWelcomed = Math.max(mostWelcomed, welcomed);
      if (welcomed === 0) room.note(`nobody got the name in round ${rounds}`);
      for (const claimant of claimants) claimant.vanish();
    }
    room.claim(`one gets it, in each of ${rounds} rounds (${mostWelcomed} at most)`, mostWelcomed === 1);
  },
};
