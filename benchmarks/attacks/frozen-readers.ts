import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "./harness/attack.ts";
import { writeMessage } from "./harness/messages.ts";
import { RawClient } from "./harness/raw-client.ts";

const READERS = 600;
const SENDERS = 60;
/** The time of a round: so that the server has less to do than it can, since this is about memory. */
const ROUND_EVERY_MS = 1_500;
/** A reader gets three such messages in a round. */
const TEXT = "x".repeat(60_000);
const MESSAGES = 3;

export const frozenReaders: Attack = {
  name: "frozen-readers",
  summary: `${READERS} users stop reading, and are sent 180 KB each in every round; memory of the kernel is reported.`,
  // The budget of all outboxes, and as much as the runtime needs to make such lines.
  bounds: { p99Ms: 500, growthMiB: 768 },
  async carryOut({ port, seconds, begin }) {
    const readers = await RawClient.joinMany(port, READERS, (index) => `reader-${index}`);
    const senders = await RawClient.joinMany(port, SENDERS, (index) => `sender-${index}`);
    for (const reader of readers) reader.freeze();
    for (const sender of senders) sender.countOnly();
    await begin();
    const rounds = senders.map((sender, index) => {
      const own = readers.filter((_, place) => place % SENDERS === index);
      return Buffer.concat(own.flatMap((reader) => Array(MESSAGES).fill(writeMessage(sender.name, reader.name, TEXT))));
    });
    for (const endAt = performance.now() + seconds * 1_000; performance.now() < endAt; ) {
      for (const [index, sender] of senders.entries()) {
        if (sender.unsentBytes === 0) sender.write(rounds[index] as Buffer);
        await pause(ROUND_EVERY_MS / SENDERS);
      }
    }
    const gone = senders.filter(({ isClosed }) => isClosed).length;
    return { notes: [], claims: [{ what: `no sender is cut off (${gone})`, isMet: gone === 0 }] };
  },
};
