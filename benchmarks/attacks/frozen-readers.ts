import type { Attack } from "./harness/attack.ts";
import { Client } from "./harness/client.ts";
import { writeMessage } from "./harness/messages.ts";

const READERS = 600;
const SENDERS = 60;
/** Takes 60 KB as it is sent, and 180 KB in the ASCII that the server writes. */
const TEXT = "é".repeat(30_000);

export const frozenReaders: Attack = {
  name: "frozen-readers",
  summary: `${READERS} users stop reading, and are sent messages of 180 KB; memory of the kernel is reported.`,
  // The budget of all outboxes, and as much as the runtime needs to make such lines.
  bounds: { p99Ms: 250, growthMiB: 768 },
  async carryOut({ port, seconds, begin }) {
    const readers = await Client.joinMany(port, READERS, (index) => `reader-${index}`);
    const senders = await Client.joinMany(port, SENDERS, (index) => `sender-${index}`);
    for (const reader of readers) reader.freeze();
    for (const sender of senders) sender.countOnly();
    await begin();
    const floods = senders.map((sender, index) => {
      const own = readers.filter((_, place) => place % SENDERS === index);
      const round = Buffer.concat(own.map((reader) => writeMessage(sender.name, reader.name, TEXT)));
      return sender.flood(round, seconds);
    });
    await Promise.all(floods);
    const gone = senders.filter(({ isClosed }) => isClosed).length;
    return { facts: [], claims: [{ what: `no sender is cut off (${gone})`, isMet: gone === 0 }] };
  },
};
