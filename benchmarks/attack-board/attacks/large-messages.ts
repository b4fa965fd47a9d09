import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "Ten users write messages of 64 KiB to one another as fast as the server takes them.",
  aim: "C-13, C-15, bytesPerSecond",
  latency: within(100, "reading and writing at full speed uses the same two processors"),
  memory: { growthMiB: 192, budget: "maxOutboxBytes for each receiver" },
  async carryOut(room) {
    const writers = await room.flood(room.joinMany(10, "large", { reads: "bytes" }), (writer) =>
      writer.message("large-0", "x".repeat(65_000)),
    );
    room.claimOnline(writers);
  },
};
