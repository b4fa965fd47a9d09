import type { AttackContext, Outcome } from "./attack.ts";
import { Client } from "./client.ts";
import { readReceipt, writeMessage } from "./messages.ts";
import { until } from "./until.ts";

/** Time that the largest shout has to reach everybody. */
const DEADLINE_MS = 30_000;

/** One user shouts once to many who read at once. */
export async function shoutOnce(context: AttackContext, count: number, text: string): Promise<Outcome> {
  const readers = await Client.joinMany(context.port, count, (index) => `reader-${index}`);
  const shouter = await Client.join(context.port, "shouter");
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
    facts: [`everybody has it after ${(tookMs / 1_000).toFixed(1)} s`],
    claims: [
      { what: `none of ${count} who read at once is cut off (${cutOff()})`, isMet: cutOff() === 0 },
      { what: `the receipt says ${others} (${receipt})`, isMet: receipt === others },
      { what: `each of the ${count} receives the shout once (${reached})`, isMet: reached === count },
    ],
  };
}
