import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "Ten users write texts that take three times as many bytes once they are escaped.",
  aim: "C-21, C-25, everything that a server writes is ASCII",
  latency: within(100, "reading and writing at full speed uses the same two processors"),
  memory: { growthMiB: 256, budget: "maxOutboxBytes for each receiver" },
  async carryOut(room) {
    const writers = await room.flood(room.joinMany(10, "escaped", { reads: "bytes" }), (writer) =>
      writer.message("escaped-0", "\u0001é\u{1f600}".repeat(5_000)),
    );
    room.claimOnline(writers);
  },
};
