import { until } from "../load/concurrency.ts";
import type { Attack } from "./harness/attack.ts";
import { readReceipt, writeMessage } from "./harness/messages.ts";
import { RawClient } from "./harness/raw-client.ts";

const SHOUTERS = 100;
/** With the healthy users they are a room of 1,000. */
const LISTENERS = 600;
/** Shouts of each in one write. */
const AT_ONCE = 20;
const DEADLINE_MS = 60_000;

export const shoutBurst: Attack = {
  name: "shout-burst",
  summary: `${SHOUTERS} users shout ${AT_ONCE} short texts each at once, again and again, in a room of 1,000.`,
  bounds: { p99Ms: 500, growthMiB: 128 },
  async carryOut({ port, seconds, begin, healthyUsers }) {
    const listeners = await RawClient.joinMany(port, LISTENERS, (index) => `listener-${index}`);
    const shouters = await RawClient.joinMany(port, SHOUTERS, (index) => `shouter-${index}`);
    for (const listener of listeners) listener.countOnly();
    let receipts = 0;
    for (const shouter of shouters) {
      shouter.senders = "S";
      shouter.onLine = (line) => {
        if (readReceipt(line) !== null) receipts += 1;
      };
    }
    await begin();
    const endAt = performance.now() + seconds * 1_000;
    let sent = 0;
    do {
      for (const shouter of shouters) {
        const shout = writeMessage(shouter.name, "/shout", "Is the lesson over?");
        shouter.write(Buffer.concat(Array(AT_ONCE).fill(shout)));
      }
      sent += SHOUTERS * AT_ONCE;
    } while ((await until(() => receipts >= sent, DEADLINE_MS)) && performance.now() < endAt);
    const gone = [...listeners, ...shouters].filter(({ isClosed }) => isClosed).length;
    return {
      notes: [`${sent} shouts to ${LISTENERS + SHOUTERS + healthyUsers} users`],
      claims: [
        { what: `each shout has its receipt (${receipts} of ${sent})`, isMet: receipts === sent },
        { what: `none of the room is cut off (${gone})`, isMet: gone === 0 },
      ],
    };
  },
};
