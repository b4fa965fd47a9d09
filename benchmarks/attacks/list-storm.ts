import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "./harness/attack.ts";
import { writeMessage } from "./harness/messages.ts";
import { RawClient } from "./harness/raw-client.ts";

const USERS = 3_000;
const ASKERS = 10;
/** Questions of one asker on their way at the same time. */
const IN_FLIGHT = 50;

/** Twenty characters of three bytes each, and a number: close to the longest name there is. */
function longName(index: number): string {
  const characters = Array.from({ length: 20 }, (_, place) => 0x4e00 + ((index * 31 + place * 97) % 0x4000));
  return `${String.fromCharCode(...characters)}${index}`;
}

export const listStorm: Attack = {
  name: "list-storm",
  summary: `${ASKERS} clients ask for /list as fast as they can; ${USERS} users online have long names.`,
  bounds: { p99Ms: 50 },
  async carryOut({ port, seconds, begin }) {
    await RawClient.joinMany(port, USERS, longName);
    const askers = await RawClient.joinMany(port, ASKERS, (index) => `asker-${index}`);
    await begin();
    let answers = 0;
    for (const asker of askers) {
      const question = writeMessage(asker.name, "/list", "");
      asker.onLine = () => {
        answers += 1;
        asker.write(question);
      };
      asker.write(Buffer.concat(Array(IN_FLIGHT).fill(question)));
    }
    await pause(seconds * 1_000);
    for (const asker of askers) asker.onLine = () => undefined;
    return {
      notes: [`${(answers / seconds).toFixed(0)} lists a second answered`],
      claims: [{ what: "the lists are answered", isMet: answers > 0 }],
    };
  },
};
