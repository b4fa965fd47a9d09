import { type Attack, within } from "../attack.ts";
import { copies } from "../room.ts";

export const attack: Attack = {
  summary: "Ten users write messages of 64 KiB to one another as fast as the server takes them.",
  aim: "C-13, C-15, bytesPerSecond",
  latency: within(100, "reading and writing at full speed uses the same two processors"),
  memory: { growthMiB: 192, budget: "maxOutboxBytes for each receiver" },
  async carryOut(room) {
    const writers = await room.joinMany(10, "large");
    for (const writer of writers) writer.countOnly();
    await room.begin();
    await room.flood(writers, (writer) => copies(1, writer, "large-0", "x".repeat(65_000)));
    room.claimOnline(writers, "writer");
  },
};
