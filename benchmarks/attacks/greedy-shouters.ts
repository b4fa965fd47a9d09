import type { Attack, AttackContext, Outcome } from "./harness/attack.ts";
import { countOthers, readReceipt, writeMessage } from "./harness/messages.ts";
import { RawClient } from "./harness/raw-client.ts";

export const greedyShouter: Attack = {
  name: "greedy-shouter",
  summary: "One user shouts 60 KB as often as it is let; 200 others read 1 MB/s each.",
  healthyUsers: 100,
  bounds: { p99Ms: 500 },
  carryOut: (context) => shoutAtMost(context, { count: 200, bytesPerSecond: 1_000_000 }, 1),
};

export const slowLines: Attack = {
  name: "slow-lines",
  summary: "Ten users shout 60 KB as often as they are let; 200 others read 100 KB/s each, as over a busy Wi-Fi.",
  healthyUsers: 100,
  bounds: { p99Ms: 500 },
  carryOut: (context) => shoutAtMost(context, { count: 200, bytesPerSecond: 100_000 }, 10),
};

const TEXT_BYTES = 60_000;

/** Most bytes that can wait for a reader: 1 MiB in the server, and the buffers of both systems. */
const WAITING_BYTES = 9 * 1024 * 1024;

interface Readers {
  readonly count: number;
  readonly bytesPerSecond: number;
}

/** Some users shout long texts as often as they are let, to many who read steadily. */
async function shoutAtMost(context: AttackContext, readers: Readers, shouters: number): Promise<Outcome> {
  const { count, bytesPerSecond } = readers;
  const slow = await RawClient.joinMany(context.port, count, (index) => `reader-${index}`, { bytesPerSecond });
  for (const reader of slow) reader.countOnly();
  const loud = await RawClient.joinMany(context.port, shouters, (index) => `shouter-${index}`);
  let accepted = 0;
  for (const shouter of loud) {
    shouter.senders = "S";
    shouter.onLine = (line) => {
      if (readReceipt(line) !== null) accepted += 1;
    };
  }
  const counter = await RawClient.join(context.port, "counter");
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
    notes: [
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
