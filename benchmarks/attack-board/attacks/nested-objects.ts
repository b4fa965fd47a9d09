import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "Ten users write objects 5,000 deep, and objects with 5,500 keys.",
  aim: "C-12, an object is judged without recursion",
  latency: within(100, "writers at full speed use the same two processors"),
  async carryOut(room) {
    const deep = `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}\n`;
    const wide = `{${Array.from({ length: 5_500 }, (_, key) => `"${key}":1`).join(",")}}\n`;
    const users = await room.flood(room.joinMany(10, "nested"), ({ name }) =>
      Buffer.from(name.endsWith("0") ? deep : wide),
    );
    await room.claimTold(users, /Error: /);
    room.claimOnline(users);
  },
};
