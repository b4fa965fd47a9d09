import { writeMessage } from "../../load/messages.ts";
import type { Attack } from "../attack.ts";

const CLAIMED = ["healthy-1", "SERVER", "Guest", "Everyone", "healthy-1\u0000", "\u001b[2J", 'a\\n{"level":"error"}'];

export const attack: Attack = {
  summary:
    "Users write under the names of others and of the server, with control characters and lines of a log inside.",
  aim: "C-50, identity is the server's word; a log that nobody can write into",
  async carryOut(room) {
    const [forger, victim] = [await room.join("forger"), await room.join("victim")];
    const heard: string[] = [];
    victim.onLine = (line) => heard.push(line);
    await room.begin();
    await room.repeat(100, (count) => {
      const claimed = CLAIMED[count % CLAIMED.length] ?? "";
      forger.write(writeMessage(claimed, "victim", "I am who I say"));
      forger.write(writeMessage("forger", `${claimed}\r\nlevel=error`, "hello"));
    });
    room.claim(`nothing of it arrives (${heard[0] ?? "0 lines"})`, heard.length === 0);
    await room.claimTold([forger], /Error: /);
  },
};
