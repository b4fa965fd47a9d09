import { writeMessage } from "../../load/messages.ts";
import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "20 pairs answer each other's messages at once, and users write to themselves, without an end.",
  aim: "messagesPerSecond",
  latency: within(100, "messages at full speed use the same two processors"),
  async carryOut(room) {
    const users = await room.joinMany(40, "ping");
    for (const [index, user] of users.entries()) {
      const message = writeMessage(user.name, `ping-${index % 4 === 0 ? index : index ^ 1}`, "again");
      user.senders = "p";
      user.onLine = () => user.write(message);
    }
    await room.begin();
    for (const [index, user] of users.entries()) user.write(writeMessage(user.name, `ping-${index}`, "first"));
    await room.pass();
    for (const user of users) user.onLine = () => undefined;
    room.claimOnline(users, "player");
  },
};
