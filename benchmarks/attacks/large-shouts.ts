import { until } from "../load/concurrency.ts";
import type { Attack, AttackContext, Outcome } from "./harness/attack.ts";
import { readReceipt, writeMessage } from "./harness/messages.ts";
import { RawClient } from "./harness/raw-client.ts";

const SHARED_READERS = 3_500;
/** Takes 60 KB as it is sent, and 180 KB in the ASCII that the server writes. */
const ESCAPED_TEXT = "é".repeat(30_000);

export const sharedShout: Attack = {
  name: "shared-shout",
  summary: `One shout of 60 KB, which takes 180 KB when escaped, to ${SHARED_READERS} users who read at once.`,
  bounds: { p99Ms: 250 },
  carryOut: (context) => shoutOnce(context, SHARED_READERS, ESCAPED_TEXT),
};

const MANY_READERS = 15_000;
const PLAIN_TEXT = "x".repeat(60_000);

export const shoutTo15000: Attack = {
  name: "shout-to-15000",
  summary: "One shout of 60 KB to 15,000 users who read at once.",
  openFiles: 20_000,
  bounds: { p99Ms: 250 },
  carryOut: (context) => shoutOnce(context, MANY_READERS, PLAIN_TEXT),
};

/** Time that the largest shout has to reach everybody. */
const DEADLINE_MS = 30_000;

/** One user shouts once to many who read at once. */
async function shoutOnce(context: AttackContext, count: number, text: string): Promise<Outcome> {
  const readers = await RawClient.joinMany(context.port, count, (index) => `reader-${index}`);
  const shouter = await RawClient.join(context.port, "shouter");
  let reached = 0;
  for (const reader of readers) {
    reader.onLine = (line) => {
      if (line.startsWith('{"from": {"name": "shouter"')) reached += 1;
    };
  }
  await context.begin();
  const startedAt = performance.now();
  const answered = shouter.waitFor((line) => readReceipt(line) !== null);
  shouter.write(writeMessage(shouter.name, "/shout", text));
  const receipt = readReceipt(await answered);
  const cutOff = () => readers.filter(({ isClosed }) => isClosed).length;
  await until(() => reached + cutOff() >= count, DEADLINE_MS);
  const tookMs = performance.now() - startedAt;
  const others = count + context.healthyUsers;
  return {
    notes: [`everybody has it after ${(tookMs / 1_000).toFixed(1)} s`],
    claims: [
      { what: `none of ${count} who read at once is cut off (${cutOff()})`, isMet: cutOff() === 0 },
      { what: `the receipt says ${others} (${receipt})`, isMet: receipt === others },
      { what: `each of the ${count} receives the shout once (${reached})`, isMet: reached === count },
    ],
  };
}
