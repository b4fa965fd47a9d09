import { type Attack, asFound } from "../attack.ts";

const READERS = 600;
/** The time of a round: so that the server has less to do than it can, since this is about memory. */
const ROUND_MS = 1_500;

export const attack: Attack = {
  summary: `${READERS} users stop reading, and are sent 180 KB each in every round.`,
  aim: "C-70, maxOutboxBytes, maxAllOutboxBytes",
  latency: asFound(500, "writes into full buffers cost the system its time"),
  memory: { growthMiB: 768, budget: "maxAllOutboxBytes, and as much as the runtime needs to make such lines" },
  async carryOut(room) {
    await room.joinMany(READERS, "reader", { reads: "nothing" });
    const senders = await room.joinMany(60, "sender", { reads: "bytes" });
    await room.takeTurns((READERS * 1_000) / ROUND_MS, senders, (sender, count) => {
      if (sender.unsentBytes === 0) sender.send(`reader-${count % READERS}`, "x".repeat(60_000), 3);
    });
    room.claimOnline(senders);
  },
};
