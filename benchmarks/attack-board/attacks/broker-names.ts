import { type Attack, within } from "../attack.ts";

const NAMES = ["x".repeat(200_000), "\u001b[2J", "a, b", "{", "healthy-1 ", "", "SERVER"];

export const attack: Attack = {
  summary: "Whoever reaches the broker registers names of 200 KB, with escapes and of the server.",
  aim: "the border between nodes: a name is one that the contract allows",
  onlyOver: "nodes",
  latency: within(250, "the broker and the parts of two nodes share the processors with the attack"),
  async carryOut(room) {
    await using stranger = await room.reachBroker();
    const asker = await room.join("asker");
    await room.takeTurns(20, NAMES, (name, count) => {
      stranger.registerName(`key ${count}`, { name, ip: "127.0.0.1", session: "stranger" }).catch(() => undefined);
    });
    asker.send("/list", "");
    const list = await asker.waitFor((line) => line.includes("Online users ("));
    room.claim("nobody is in the list who has not joined", !/\\u001b|a, b|xxxx/.test(list));
    await room.claimOpenFor();
  },
};
