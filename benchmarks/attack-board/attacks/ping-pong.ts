import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "20 pairs answer each other's messages at once, and users write to themselves, without an end.",
  aim: "messagesPerSecond",
  latency: within(100, "messages at full speed use the same two processors"),
  async carryOut(room) {
    const users = await room.joinMany(40, "ping");
    for (const [index, user] of users.entries()) {
      const answer = user.message(`ping-${index % 4 === 0 ? index : index ^ 1}`, "again");
      user.senders = "p";
      user.onLine = () => {
        if (!room.isOver) user.write(answer);
      };
    }
    await room.begin();
    for (const user of users) user.send(user.name, "first");
    await room.pass();
    room.claimOnline(users);
  },
};
