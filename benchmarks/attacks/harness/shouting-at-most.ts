import type { AttackContext, Outcome } from "./attack.ts";
import { Client } from "./client.ts";
import { countOthers } from "./count-others.ts";
import { readReceipt, writeMessage } from "./messages.ts";

const TEXT_BYTES = 60_000;

/** Most bytes that can wait for a reader: 1 MiB in the server, and the buffers of both systems. */
const WAITING_BYTES = 9 * 1024 * 1024;

export interface Readers {
  readonly count: number;
  readonly bytesPerSecond: number;
}

/** Some users shout long texts as often as they are let, to many who read steadily. */
export async function shoutAtMost(context: AttackContext, readers: Readers, shouters: number): Promise<Outcome> {
  const { count, bytesPerSecond } = readers;
  const slow = await Client.joinMany(context.port, count, (index) => `reader-${index}`, { bytesPerSecond });
  for (const reader of slow) reader.countOnly();
  const loud = await Client.joinMany(context.port, shouters, (index) => `shouter-${index}`);
  let accepted = 0;
  for (const shouter of loud) {
    shouter.senders = "S";
    shouter.onLine = (line) => {
      if (readReceipt(line) !== null) accepted += 1;
    };
  }
  const counter = await Client.join(context.port, "counter");
  counter.senders = "S";
  await context.begin();
  const floods = loud.map((shouter) =>
    shouter.flood(writeMessage(shouter.name, "/shout", "x".repeat(TEXT_BYTES)), context.seconds),
  );
  await Promise.all(floods);
  const taken = slow.reduce((sum, { bytes }) => sum + bytes, 0) / count;
  const isSlowed = accepted * TEXT_BYTES <= taken + WAITING_BYTES;
  const expected = context.healthyUsers + count + shouters;
  // A reader that was cut off finds out once it has read all that its system holds, and that takes minutes.
  const online = await countOthers(counter);
  return {
    facts: [
      `${(accepted / context.seconds).toFixed(1)} shouts a second accepted, ${toMB(accepted * TEXT_BYTES)} in all`,
      `a reader has taken ${toMB(taken)}`,
    ],
    claims: [
      {
        what: `none of ${count} who read ${bytesPerSecond / 1_000} KB/s is cut off, nor anybody else: ${expected} others are online (${online})`,
        isMet: online === expected,
      },
      { what: "the shouters are slowed down to what the readers take, and 9 MiB that wait for each", isMet: isSlowed },
    ],
  };
}

function toMB(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
