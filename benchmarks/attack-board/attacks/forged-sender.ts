import { writeMessage } from "../../load/messages.ts";
import type { Attack } from "../attack.ts";

const CLAIMED = ["healthy-1", "SERVER", "Guest", "Everyone", "healthy-1\u0000", "\u001b[2J", 'a\\n{"level":"error"}'];

export const attack: Attack = {
  summary: "Users write under the names of others and of the server, with control characters and log lines inside.",
  aim: "C-50, identity is the server's word; a log that nobody can write into",
  async carryOut(room) {
    const forger = await room.join("forger");
    const heard = room.hear([await room.join("victim")]);
    await room.takeTurns(100, CLAIMED, (claimed) => {
      forger.write(writeMessage(claimed, "victim", "I am who I say"));
      forger.send(`${claimed}\r\nlevel=error`, "hello");
    });
    room.claim(`nothing of it arrives (${heard.first || "0 lines"})`, heard.count === 0);
    await room.claimTold([forger], /Error: /);
  },
};
