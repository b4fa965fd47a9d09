import type { AttackContext, Outcome } from "./attack.ts";
import { Client } from "./client.ts";
import { readReceipt, writeMessage } from "./messages.ts";

const TEXT_BYTES = 60_000;

/** Shouts that the server allows a user a second by default, and at once: what the shouters could get through. */
const SHOUTS_PER_SECOND = 20;

export interface Readers {
  readonly count: number;
  readonly bytesPerSecond: number;
}

/** Some users shout long texts as often as they are let, to many who read steadily. */
export async function shoutAtMost(context: AttackContext, readers: Readers, shouters: number): Promise<Outcome> {
  const { count, bytesPerSecond } = readers;
  const slow = await Client.joinMany(context.port, count, (index) => `reader-${index}`, { bytesPerSecond });
  const loud = await Client.joinMany(context.port, shouters, (index) => `shouter-${index}`);
  let accepted = 0;
  for (const shouter of loud) {
    shouter.onLine = (line) => {
      if (readReceipt(line) !== null) accepted += 1;
    };
  }
  await context.begin();
  const floods = loud.map((shouter) =>
    shouter.flood(writeMessage(shouter.name, "/shout", "x".repeat(TEXT_BYTES)), context.seconds),
  );
  await Promise.all(floods);
  const cutOff = slow.filter(({ isClosed }) => isClosed).length;
  const gone = loud.filter(({ isClosed }) => isClosed).length;
  const taken = slow.reduce((sum, { bytes }) => sum + bytes, 0) / count / context.seconds;
  const allowed = shouters * SHOUTS_PER_SECOND;
  const perSecond = accepted / context.seconds;
  return {
    facts: [`${perSecond.toFixed(1)} shouts a second accepted`, `each reader took ${(taken / 1_000).toFixed(0)} KB/s`],
    claims: [
      { what: `none of ${count} who read ${bytesPerSecond / 1_000} KB/s is cut off (${cutOff})`, isMet: cutOff === 0 },
      { what: `no shouter is cut off (${gone})`, isMet: gone === 0 },
      {
        what: `the shouters are slowed below ${allowed} a second (${perSecond.toFixed(1)})`,
        isMet: perSecond < allowed,
      },
    ],
  };
}
