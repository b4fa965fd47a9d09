import { type Attack, within } from "../attack.ts";
import { copies } from "../room.ts";

export const attack: Attack = {
  summary: "200 users read a few bytes a second, and are written to all the time.",
  aim: "C-70, outboxStallTimeoutMs: a slow reader costs its own outbox alone",
  latency: within(100, "the writers of the attack use the same two processors"),
  memory: { growthMiB: 384, budget: "maxOutboxBytes for each of 200 readers" },
  async carryOut(room) {
    const readers = await room.joinMany(200, "reader", { bytesPerSecond: 4_000 });
    const writers = await room.joinMany(20, "writer");
    await room.begin();
    await room.repeat(200, (count) => {
      const writer = writers[count % 20];
      const reader = readers[count % 200];
      if (writer && reader && writer.unsentBytes === 0) writer.write(copies(1, writer, reader.name, "x".repeat(8_000)));
    });
    room.claimOnline(writers, "writer");
  },
};
