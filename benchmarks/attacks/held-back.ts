import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "./harness/attack.ts";
import { writeMessage } from "./harness/messages.ts";
import { RawClient } from "./harness/raw-client.ts";

const CONNECTIONS = 1_200;
/** Bytes that each connection writes at once: more than the server reads ahead when it holds a connection back. */
const BYTES = 512 * 1024;
const TEXT = "x".repeat(4_000);

export const heldBack: Attack = {
  name: "held-back",
  summary: `${CONNECTIONS} connections write far more than their rate, so that the server holds them back.`,
  // A low rate holds them back at once; with the default, the server would first have to work off 4 MiB of each.
  flags: ["--bytes-per-second", "16384", "--byte-burst", "65536"],
  // The budget for incomplete messages, of which unread bytes are a kind.
  bounds: { p99Ms: 100, growthMiB: 256, remainingMiB: 100 },
  async carryOut({ port, seconds, begin }) {
    const writers = await RawClient.joinMany(port, CONNECTIONS, (index) => `writer-${index}`);
    await begin();
    for (const writer of writers) {
      const message = writeMessage(writer.name, "nobody", TEXT);
      writer.write(Buffer.concat(Array(Math.ceil(BYTES / message.length)).fill(message)));
      // All at the very same moment would be this process's burst, and not the server's.
      await pause(0);
    }
    await pause(seconds * 1_000);
    const gone = writers.filter(({ isClosed }) => isClosed).length;
    const unsent = writers.reduce((sum, { unsentBytes }) => sum + unsentBytes, 0);
    return {
      notes: [`${(unsent / 1024 ** 2).toFixed(0)} MiB still unsent, ${gone} writers cut off`],
      claims: [],
    };
  },
};
