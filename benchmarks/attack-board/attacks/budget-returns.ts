import { setTimeout as pause } from "node:timers/promises";
import { type Attack, within } from "../attack.ts";
import type { Room } from "../room.ts";

/** Their queues fill 24 of 32 MiB, which fit only when nothing of the rounds before is still counted. */
const CANARIES = 24;
const TEXT = "é".repeat(30_000);
const ROUND_MS = 500;

export const attack: Attack = {
  summary: "Frozen readers, halves of messages and held-back writers vanish; then 24 of 32 MiB of budget are free.",
  aim: "maxAllOutboxBytes, maxAllIncompleteBytes: what is taken is given back, once",
  flags: ["--max-all-outbox-bytes", "33554432", "--bytes-per-second", "1000000", "--byte-burst", "4000000"],
  healthyUsers: 50,
  latency: within(100, "30 writers send half a megabyte each at once, which the server checks and makes to lines"),
  memory: { growthMiB: 256, budget: "maxAllOutboxBytes, and the lines that are made for it" },
  async carryOut(room) {
    await room.begin();
    for (let round = 0; !room.isOver; round++) await strikeOnce(room, round);
    await room.joinMany(CANARIES, "canary", { reads: "nothing" });
    const senders = await room.joinMany(CANARIES, "filler");
    const counter = await room.join("counter");
    for (const [index, sender] of senders.entries()) sender.send(`canary-${index}`, TEXT, 40);
    await room.claimTold(senders, /can't take more messages/);
    await room.claimListed(counter, 2 * CANARIES);
  },
};

async function strikeOnce(room: Room, round: number): Promise<void> {
  const frozen = await room.joinMany(30, `frozen-${round}`, { reads: "nothing" });
  const halves = await room.joinMany(100, `half-${round}`);
  // The names of the round before may still be taken: what a held-back user wrote before it vanished is read at its rate.
  const writers = await room.joinMany(30, `writer-${round}`);
  for (const half of halves) half.sendHalf(30_000);
  for (const [index, writer] of writers.entries()) writer.send(`frozen-${round}-${index}`, TEXT, 8);
  writers[0]?.send("/shout", TEXT);
  await pause(ROUND_MS);
  for (const client of [...frozen, ...halves, ...writers]) client.vanish();
}
