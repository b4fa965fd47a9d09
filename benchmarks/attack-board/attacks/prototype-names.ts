import type { Attack } from "../attack.ts";

const NAMES = ["__proto__", "constructor", "hasOwnProperty", "toString", "valueOf", "prototype"];

export const attack: Attack = {
  summary: "Users are called as the members of every object are, and are written to and asked for.",
  aim: "C-40, any valid name is a user like others",
  async carryOut(room) {
    const users = await Promise.all(NAMES.map((name) => room.join(name)));
    const received = room.hear(users, /"msg": "to you"/);
    await room.begin();
    for (const [index, user] of users.entries()) {
      user.send(NAMES[(index + 1) % NAMES.length] as string, "to you");
      user.send("/__proto__", "");
      user.write('{"__proto__": {"to": "x"}, "from": {"name": "x", "ip": ""}, "to": "x", "msg": ""}\n');
    }
    await room.pass();
    room.claim(`each gets what is written to it (${received.count} of 6)`, received.count === NAMES.length);
    room.claimOnline(users);
  },
};
