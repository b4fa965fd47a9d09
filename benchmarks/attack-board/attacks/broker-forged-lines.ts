import { type Attack, within } from "../attack.ts";

const CLAIMED = ["healthy-1", "nobody", "SERVER", "Guest"];

export const attack: Attack = {
  summary: "Whoever reaches the broker writes to users as others, as nobody and as the server, in its own session.",
  aim: "the border between nodes: a line is from a user of the session that sends it",
  onlyOver: "nodes",
  latency: within(250, "the broker and the parts of two nodes share the processors with the attack"),
  async carryOut(room) {
    await using stranger = await room.reachBroker();
    const forged = room.hear([await room.join("victim")], /forged/);
    const record = (await stranger.users()).find(({ name }) => name === "victim");
    if (!record) throw new Error("the victim has no record");
    await room.begin();
    await stranger.registerNode("stranger");
    await room.takeTurns(50, CLAIMED, (claimed, count) => {
      const line = `{"from": {"name": "${claimed}", "ip": "127.0.0.1"}, "to": "victim", "msg": "forged"}\n`;
      const from = count % 2 === 0 ? "stranger" : "nobody";
      stranger.sendLine(record, line, from, { number: count + 1 }).catch(() => undefined);
    });
    room.claim(`nothing of it arrives (${forged.first || "0 lines"})`, forged.count === 0);
  },
};
