import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "50 users write short messages to one healthy user and to nobody, as fast as the server takes them.",
  aim: "messagesPerSecond: a sender is held back, and nobody else",
  latency: within(250, "writers at full speed use the same two processors"),
  async carryOut(room) {
    const writers = await room.flood(room.joinMany(50, "flooder", { reads: "bytes" }), (writer) =>
      writer.message(writer.name.endsWith("0") ? "healthy-0" : "nobody", "hello", 100),
    );
    room.claimOnline(writers);
  },
};
