import { writeMessage } from "../../load/messages.ts";
import type { Attack } from "../attack.ts";

export const attack: Attack = {
  summary: "40 users write every message one byte at a time.",
  aim: "C-10, the same messages for every way of cutting the same bytes",
  async carryOut(room) {
    const users = await room.joinMany(40, "byte");
    const messages = users.map((user) => writeMessage(user.name, user.name, "hello"));
    let received = 0;
    for (const user of users) user.onLine = () => received++;
    await room.begin();
    const sent = await room.repeat(20_000, (count) => {
      const message = messages[count % 40] as Buffer;
      users[count % 40]?.write(
        message.subarray(Math.floor(count / 40) % message.length, (Math.floor(count / 40) % message.length) + 1),
      );
    });
    room.claim(`messages arrive whole (${received})`, sent < 40 * 200 || received > 0);
  },
};
