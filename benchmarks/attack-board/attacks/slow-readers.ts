import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "200 users read a few bytes a second, and are written to all the time.",
  aim: "C-70, outboxStallTimeoutMs: a slow reader costs its own outbox alone",
  latency: within(100, "the writers of the attack use the same two processors"),
  memory: { growthMiB: 384, budget: "maxOutboxBytes for each of 200 readers" },
  async carryOut(room) {
    await room.joinMany(200, "reader", { bytesPerSecond: 4_000 });
    const writers = await room.joinMany(20, "writer");
    await room.takeTurns(200, writers, (writer, count) => {
      if (writer.unsentBytes === 0) writer.send(`reader-${count % 200}`, "x".repeat(8_000));
    });
    room.claimOnline(writers);
  },
};
