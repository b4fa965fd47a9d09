import { type Attack, within } from "../attack.ts";

const JUNK = ["", "junk", "{}\n", "[2]\n", "[2,1,1,0,0,[1,5,0],[]]\n", `${"[".repeat(5_000)}\n`, "x".repeat(200_000)];

export const attack: Attack = {
  summary: "Whoever reaches the broker sends junk to every subject that nodes listen to.",
  aim: "the border between nodes: what is malformed is dropped and counted",
  onlyOver: "nodes",
  latency: within(250, "the broker and the parts of two nodes share the processors with the attack"),
  async carryOut(room) {
    await using stranger = await room.reachBroker();
    const sessions = await stranger.sessions();
    await room.takeTurns(200, JUNK, (junk, count) => {
      stranger.sendToAll(sessions, junk, count % 2 === 0 ? "stranger" : sessions[0]).catch(() => undefined);
    });
  },
};
