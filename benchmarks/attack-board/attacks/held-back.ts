import { setTimeout as pause } from "node:timers/promises";
import { type Attack, asFound } from "../attack.ts";

export const attack: Attack = {
  summary: "1,200 connections write far more than their rate, so that the server holds them back.",
  aim: "bytesPerSecond, maxAllIncompleteBytes: unread bytes count as well",
  // A low rate holds them back at once; with the default, the server would first have to work off 4 MiB of each.
  flags: ["--bytes-per-second", "16384", "--byte-burst", "65536"],
  latency: asFound(100, "held-back connections cost the others nothing"),
  memory: { growthMiB: 256, budget: "maxAllIncompleteBytes" },
  async carryOut(room) {
    const writers = await room.joinMany(1_200, "writer");
    await room.begin();
    for (const writer of writers) {
      writer.send("nobody", "x".repeat(4_000), 128);
      // All at the very same moment would be this process's burst, and not the server's.
      await pause(0);
    }
    await room.pass();
  },
};
