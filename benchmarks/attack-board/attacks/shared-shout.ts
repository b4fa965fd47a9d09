import { type Attack, within } from "../attack.ts";
import { shoutOnce } from "../shouts.ts";

export const attack: Attack = {
  summary: "One shout of 60 KB, which takes 180 KB when escaped, to 3,500 users who read at once.",
  aim: "C-70, maxAllOutboxBytes: a line that many share counts once",
  latency: within(250, "640 MB go to readers on the same two processors"),
  alsoOver: ["threads", "nodes"],
  carryOut: (room) => shoutOnce(room, 3_500, "é".repeat(30_000)),
};
