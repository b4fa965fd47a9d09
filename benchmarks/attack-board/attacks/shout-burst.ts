import { until } from "../../load/concurrency.ts";
import { readReceipt } from "../../load/messages.ts";
import { type Attack, asFound } from "../attack.ts";
import { copies } from "../room.ts";

export const attack: Attack = {
  summary: "100 users shout 20 short texts each at once, again and again, in a room of 1,000.",
  aim: "C-70, shoutBytesPerSecond: large fan-outs yield",
  latency: asFound(500, "large fan-outs yield"),
  memory: { growthMiB: 128, budget: "maxAllOutboxBytes, of which a shared line takes its length once" },
  alsoOver: ["threads", "nodes"],
  async carryOut(room) {
    const listeners = await room.joinMany(600, "listener");
    const shouters = await room.joinMany(100, "shouter");
    for (const listener of listeners) listener.countOnly();
    let receipts = 0;
    for (const shouter of shouters) {
      shouter.senders = "S";
      shouter.onLine = (line) => {
        if (readReceipt(line) !== null) receipts += 1;
      };
    }
    await room.begin();
    const endAt = performance.now() + room.milliseconds;
    let sent = 0;
    do {
      for (const shouter of shouters) shouter.write(copies(20, shouter, "/shout", "Is the lesson over?"));
      sent += 2_000;
    } while ((await until(() => receipts >= sent, 60_000)) && performance.now() < endAt);
    room.claim(`each shout has its receipt (${receipts} of ${sent})`, receipts === sent);
    room.claimOnline([...listeners, ...shouters], "member of the room");
  },
};
