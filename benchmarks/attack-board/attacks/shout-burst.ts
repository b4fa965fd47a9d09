import { until } from "../../load/concurrency.ts";
import { RECEIPT } from "../../load/messages.ts";
import { type Attack, asFound } from "../attack.ts";

export const attack: Attack = {
  summary: "100 users shout 20 short texts each at once, again and again, in a room of 1,000.",
  aim: "C-70, shoutBytesPerSecond: large fan-outs yield",
  latency: asFound(500, "large fan-outs yield"),
  memory: { growthMiB: 128, budget: "maxAllOutboxBytes, of which a shared line takes its length once" },
  alsoOver: ["threads", "nodes"],
  async carryOut(room) {
    const listeners = await room.joinMany(600, "listener", { reads: "bytes" });
    const shouters = await room.joinMany(100, "shouter");
    const receipts = room.hear(shouters, RECEIPT, "S");
    await room.begin();
    // The rate of all shouts makes a later round take seconds, so the last one begins in the middle of the attack.
    const lastRoundAt = performance.now() + room.milliseconds / 2;
    let sent = 0;
    do {
      for (const shouter of shouters) shouter.send("/shout", "Is the lesson over?", 20);
      sent += 20 * shouters.length;
    } while ((await until(() => receipts.count >= sent, 60_000)) && performance.now() < lastRoundAt);
    room.claim(`each shout has its receipt (${receipts.count} of ${sent})`, receipts.count === sent);
    room.claimOnline([...listeners, ...shouters]);
  },
};
