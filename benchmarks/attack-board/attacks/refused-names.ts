import { type Attack, within } from "../attack.ts";

/** Why each is refused: not allowed at its start, a comma inside, of somebody online. */
const NAMES: readonly ((number: number) => string)[] = [
  (number) => `/name-${number}`,
  (number) => `Ann, ${number}`,
  (number) => `healthy-${number % 100}`,
];

export const attack: Attack = {
  summary: "1,000 connections a second with a name that is refused.",
  aim: "C-34, and a log that counts equal lines",
  latency: within(100, "1,000 connects a second run on the same two processors"),
  log: { bytesPerSecond: 4 * 1_024 },
  async carryOut(room) {
    await room.begin();
    let refused = 0;
    const sent = await room.repeat(1_000, (count) => {
      const client = room.open();
      client.onLine = () => {
        refused += 1;
        client.vanish();
      };
      client.write(`${NAMES[count % NAMES.length]?.(count)}\n`);
    });
    room.claim(`they are refused (${refused} of ${sent})`, refused > sent / 2);
  },
};
