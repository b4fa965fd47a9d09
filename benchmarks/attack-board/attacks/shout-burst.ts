import { until } from "../../load/concurrency.ts";
import { RECEIPT } from "../../load/messages.ts";
import { type Attack, asFound } from "../attack.ts";

export const attack: Attack = {
  summary: "100 users shout short texts at once, two each for every second of the attack, in a room of 1,000.",
  aim: "C-70, shoutBytesPerSecond: large fan-outs yield",
  latency: asFound(500, "large fan-outs yield"),
  memory: { growthMiB: 128, budget: "maxAllOutboxBytes, of which a shared line takes its length once" },
  alsoOver: ["threads", "nodes"],
  async carryOut(room) {
    const listeners = await room.joinMany(600, "listener", { reads: "bytes" });
    const shouters = await room.joinMany(100, "shouter");
    const receipts = room.hear(shouters, RECEIPT, "S");
    // The server spreads them over twice the time of the attack: shoutDeliveriesPerSecond is 100,000.
    const texts = Math.ceil(2 * room.target.seconds);
    await room.begin();
    for (const shouter of shouters) shouter.send("/shout", "Is the lesson over?", texts);
    const sent = texts * shouters.length;
    await until(() => receipts.count >= sent, 60_000 + 2 * room.milliseconds);
    room.claim(`each shout has its receipt (${receipts.count} of ${sent})`, receipts.count === sent);
    room.claimOnline([...listeners, ...shouters]);
  },
};
