import type { Attack } from "../attack.ts";

export const attack: Attack = {
  summary: "Messages to a receiver of 20,000 ligatures, each of which is 18 characters once it is normalised.",
  aim: "C-44, names are folded",
  carryOut: (room) =>
    room.flood(room.joinMany(10, "writer"), (writer) => writer.message("\ufdfa".repeat(20_000), "hello")),
};
