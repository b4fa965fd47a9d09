import { writeMessage } from "../../load/messages.ts";
import type { Attack } from "../attack.ts";

const NAMES = ["__proto__", "constructor", "hasOwnProperty", "toString", "valueOf", "prototype"];

export const attack: Attack = {
  summary: "Users are called as the members of every object are, and are written to and asked for.",
  aim: "C-40, any valid name is a user like others",
  async carryOut(room) {
    const users = await Promise.all(NAMES.map((name) => room.join(name)));
    let received = 0;
    for (const user of users) user.onLine = (line) => line.includes('"msg": "to you"') && received++;
    await room.begin();
    for (const [index, user] of users.entries()) {
      user.write(writeMessage(user.name, NAMES[(index + 1) % NAMES.length] as string, "to you"));
      user.write(writeMessage(user.name, "/__proto__", ""));
      user.write('{"__proto__": {"to": "x"}, "from": {"name": "x", "ip": ""}, "to": "x", "msg": ""}\n');
    }
    await room.pass();
    room.claim(`each gets what is written to it (${received} of ${NAMES.length})`, received === NAMES.length);
    room.claimOnline(users, "user");
  },
};
