import { until } from "../../load/concurrency.ts";
import { readReceipt, writeMessage } from "../../load/messages.ts";
import { type Attack, within } from "../attack.ts";

const READERS = 15_000;
const DEADLINE_MS = 60_000;

export const attack: Attack = {
  summary: "One shout of 60 KB to 15,000 users who read at once.",
  aim: "C-70, maxAllOutboxBytes: a line that many share counts once",
  latency: within(250, "900 MB go to readers on the same two processors"),
  memory: { growthMiB: 512, budget: "15,000 connections, and the buffers of their writes" },
  async carryOut(room) {
    const readers = await room.joinMany(READERS, "reader");
    const shouter = await room.join("shouter");
    let reached = 0;
    for (const reader of readers) {
      reader.onLine = (line) => {
        if (line.startsWith('{"from": {"name": "shouter"')) reached += 1;
      };
    }
    await room.begin();
    const answered = shouter.waitFor((line) => readReceipt(line) !== null);
    shouter.write(writeMessage(shouter.name, "/shout", "x".repeat(60_000)));
    await answered;
    await until(() => reached >= READERS, DEADLINE_MS);
    room.claimOnline(readers, "reader");
    room.claim(`each of the ${READERS} receives the shout once (${reached})`, reached === READERS);
  },
};
