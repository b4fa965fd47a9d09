import { type Attack, within } from "../attack.ts";

/** Names that are refused: not allowed at its start, a comma inside, of somebody online. */
const badNames = (count: number) => [`/name-${count}`, `Ann, ${count}`, `healthy-${count % 100}`];

export const attack: Attack = {
  summary: "1,000 connections a second with a name that is refused.",
  aim: "C-34, and a log that counts equal lines",
  latency: within(100, "1,000 connects a second run on the same two processors"),
  log: { bytesPerSecond: 4 * 1_024 },
  async carryOut(room) {
    let refused = 0;
    const sent = await room.repeat(1_000, (count) => {
      const client = room.open(`${badNames(count)[count % 3]}\n`);
      client.onLine = () => {
        refused += 1;
        client.vanish();
      };
    });
    room.claim(`they are refused (${refused} of ${sent})`, refused > sent / 2);
  },
};
