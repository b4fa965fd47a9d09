import type { Attack } from "../attack.ts";

const USERS = 40;

export const attack: Attack = {
  summary: `${USERS} users write every message one byte at a time.`,
  aim: "C-10, the same messages for every way of cutting the same bytes",
  async carryOut(room) {
    const users = await room.joinMany(USERS, "byte");
    const received = room.hear(users);
    const messages = users.map((user) => user.message(user.name, "hello"));
    const sent = await room.takeTurns(20_000, users, (user, count) => {
      const message = messages[count % USERS] as Buffer;
      const place = Math.floor(count / USERS) % message.length;
      user.write(message.subarray(place, place + 1));
    });
    room.claim(`messages arrive whole (${received.count})`, sent < USERS * 200 || received.count > 0);
  },
};
