import { writeMessage } from "../../load/messages.ts";
import { RawClient } from "../../load/raw-client.ts";
import { type Attack, asFound } from "../attack.ts";
import { copies } from "../room.ts";

const USERS = 3_000;

/** Twenty characters of three bytes each, and a number: close to the longest name there is. */
function longName(index: number): string {
  const characters = Array.from({ length: 20 }, (_, place) => 0x4e00 + ((index * 31 + place * 97) % 0x4000));
  return `${String.fromCharCode(...characters)}${index}`;
}

export const attack: Attack = {
  summary: `Ten clients ask for /list as fast as they can; ${USERS} users online have long names.`,
  aim: "C-62, and the rate of answers by their bytes",
  latency: asFound(50, "a list is made once for all askers"),
  async carryOut(room) {
    await RawClient.joinMany(room.port, USERS, longName);
    const askers = await room.joinMany(10, "asker");
    await room.begin();
    let answers = 0;
    for (const asker of askers) {
      const question = writeMessage(asker.name, "/list", "");
      asker.onLine = () => {
        answers += 1;
        asker.write(question);
      };
      asker.write(copies(50, asker, "/list", ""));
    }
    await room.pass();
    for (const asker of askers) asker.onLine = () => undefined;
    room.claim(`the lists are answered (${answers})`, answers > 0);
  },
};
