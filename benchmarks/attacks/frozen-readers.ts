import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "./harness/attack.ts";
import { Client } from "./harness/client.ts";
import { writeMessage } from "./harness/messages.ts";

const READERS = 600;
const SENDERS = 60;
/** One message to each in this time: less than the server can make of them, since this is about memory. */
const ROUND_EVERY_MS = 1_500;
/** Takes 60 KB as it is sent, and 180 KB in the ASCII that the server writes. */
const TEXT = "é".repeat(30_000);

export const frozenReaders: Attack = {
  name: "frozen-readers",
  summary: `${READERS} users stop reading, and are sent messages of 180 KB; memory of the kernel is reported.`,
  // The budget of all outboxes, and as much as the runtime needs to make such lines.
  bounds: { p99Ms: 500, growthMiB: 768 },
  async carryOut({ port, seconds, begin }) {
    const readers = await Client.joinMany(port, READERS, (index) => `reader-${index}`);
    const senders = await Client.joinMany(port, SENDERS, (index) => `sender-${index}`);
    for (const reader of readers) reader.freeze();
    for (const sender of senders) sender.countOnly();
    await begin();
    const rounds = senders.map((sender, index) => {
      const own = readers.filter((_, place) => place % SENDERS === index);
      return Buffer.concat(own.map((reader) => writeMessage(sender.name, reader.name, TEXT)));
    });
    for (const endAt = performance.now() + seconds * 1_000; performance.now() < endAt; ) {
      for (const [index, sender] of senders.entries()) {
        if (sender.unsentBytes === 0) sender.write(rounds[index] as Buffer);
        await pause(ROUND_EVERY_MS / SENDERS);
      }
    }
    const gone = senders.filter(({ isClosed }) => isClosed).length;
    return { facts: [], claims: [{ what: `no sender is cut off (${gone})`, isMet: gone === 0 }] };
  },
};
