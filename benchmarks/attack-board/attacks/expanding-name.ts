import type { Attack } from "../attack.ts";
import { copies } from "../room.ts";

export const attack: Attack = {
  summary: "Messages to a receiver of 20,000 ligatures, each of which is 18 characters once it is normalised.",
  aim: "C-44, names are folded",
  async carryOut(room) {
    const writers = await room.joinMany(10, "writer");
    await room.begin();
    await room.flood(writers, (writer) => copies(1, writer, "\ufdfa".repeat(20_000), "hello"));
  },
};
