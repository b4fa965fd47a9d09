import { until } from "../../load/concurrency.ts";
import { readReceipt, writeMessage } from "../../load/messages.ts";
import { type Attack, within } from "../attack.ts";

const READERS = 3_500;
/** Takes 60 KB as it is sent, and 180 KB in the ASCII that the server writes. */
const TEXT = "é".repeat(30_000);
const DEADLINE_MS = 30_000;

export const attack: Attack = {
  summary: `One shout of 60 KB, which takes 180 KB when escaped, to ${READERS} users who read at once.`,
  aim: "C-70, maxAllOutboxBytes: a line that many share counts once",
  latency: within(250, "640 MB go to readers on the same two processors"),
  alsoOver: ["threads", "nodes"],
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
    shouter.write(writeMessage(shouter.name, "/shout", TEXT));
    const receipt = readReceipt(await answered);
    await until(() => reached >= READERS, DEADLINE_MS);
    const others = READERS + room.target.healthyUsers;
    room.claimOnline(readers, "reader");
    room.claim(`the receipt says ${others} (${receipt})`, receipt === others);
    room.claim(`each of the ${READERS} receives the shout once (${reached})`, reached === READERS);
  },
};
