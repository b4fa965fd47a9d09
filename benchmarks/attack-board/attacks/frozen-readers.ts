import { setTimeout as pause } from "node:timers/promises";
import { type Attack, asFound } from "../attack.ts";
import { copies } from "../room.ts";

const READERS = 600;
const SENDERS = 60;
/** The time of a round: so that the server has less to do than it can, since this is about memory. */
const ROUND_MS = 1_500;

export const attack: Attack = {
  summary: `${READERS} users stop reading, and are sent 180 KB each in every round.`,
  aim: "C-70, maxOutboxBytes, maxAllOutboxBytes",
  latency: asFound(500, "writes into full buffers cost the system its time"),
  memory: { growthMiB: 768, budget: "maxAllOutboxBytes, and as much as the runtime needs to make such lines" },
  async carryOut(room) {
    const readers = await room.joinMany(READERS, "reader");
    const senders = await room.joinMany(SENDERS, "sender");
    for (const reader of readers) reader.freeze();
    for (const sender of senders) sender.countOnly();
    await room.begin();
    const rounds = senders.map((sender, index) => {
      const own = readers.filter((_, place) => place % SENDERS === index);
      return Buffer.concat(own.map(({ name }) => copies(3, sender, name, "x".repeat(60_000))));
    });
    for (const endAt = performance.now() + room.milliseconds; performance.now() < endAt; ) {
      for (const [index, sender] of senders.entries()) {
        if (sender.unsentBytes === 0) sender.write(rounds[index] as Buffer);
        await pause(ROUND_MS / SENDERS);
      }
    }
    room.claimOnline(senders, "sender");
  },
};
