import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "20 users write text without a newline and without a brace, as fast as the server takes it.",
  aim: "C-11, garbage between frames costs as much as a message",
  latency: within(250, "writers at full speed use the same two processors"),
  carryOut: (room) => room.flood(room.joinMany(20, "line"), () => Buffer.alloc(64 * 1_024, "x")),
};
