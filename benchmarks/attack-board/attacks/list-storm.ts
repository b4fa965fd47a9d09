import { type Attack, asFound } from "../attack.ts";

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
    await room.joinMany(USERS, longName);
    const askers = await room.joinMany(10, "asker");
    await room.begin();
    let answers = 0;
    for (const asker of askers) {
      const question = asker.message("/list", "");
      asker.onLine = () => {
        answers += 1;
        if (!room.isOver) asker.write(question);
      };
      asker.send("/list", "", 50);
    }
    await room.pass();
    room.claim(`the lists are answered (${answers})`, answers > 0);
  },
};
