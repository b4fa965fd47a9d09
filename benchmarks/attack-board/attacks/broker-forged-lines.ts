import { type Attack, within } from "../attack.ts";
import { forgedLine, reachBroker } from "../brokers-stranger.ts";

const CLAIMED = ["healthy-1", "nobody", "SERVER", "Guest"];

export const attack: Attack = {
  summary:
    "Whoever reaches the broker writes to users as others, as nobody and as the server, from a session of its own.",
  aim: "the border between nodes: a line is from a user of the session that sends it",
  onlyOver: "nodes",
  latency: within(250, "the broker and the parts of two nodes share the processors with the attack"),
  async carryOut(room) {
    await using stranger = await reachBroker(room);
    const victim = await room.join("victim");
    const heard: string[] = [];
    victim.onLine = (line) => line.includes("forged") && heard.push(line);
    const users = await stranger.users();
    const record = users.find(({ name }) => name === "victim");
    if (!record) throw new Error("the victim has no record");
    await room.begin();
    await stranger.registerNode("stranger");
    await room.repeat(50, (count) => {
      const line = forgedLine(CLAIMED[count % CLAIMED.length] ?? "", "victim");
      const from = count % 2 === 0 ? "stranger" : "nobody";
      stranger.sendLine(record, line, from, { number: count + 1 }).catch(() => undefined);
    });
    room.claim(`nothing of it arrives (${heard[0] ?? "0 lines"})`, heard.length === 0);
  },
};
