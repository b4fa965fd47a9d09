import { setTimeout as pause } from "node:timers/promises";
import { until } from "../../load/concurrency.ts";
import { countOthers } from "../../load/messages.ts";
import type { Attack } from "../attack.ts";
import { copies, type Room } from "../room.ts";

/** Their queues fill 24 of 32 MiB, which fit only when nothing of the rounds before is still counted. */
const CANARIES = 24;
const TEXT = "é".repeat(30_000);

export const attack: Attack = {
  summary:
    "Again and again frozen readers, halves of messages and held-back writers vanish; then 24 of 32 MiB of budget have to be free.",
  aim: "maxAllOutboxBytes, maxAllIncompleteBytes: what is taken is given back, once",
  flags: ["--max-all-outbox-bytes", "33554432", "--bytes-per-second", "1000000", "--byte-burst", "4000000"],
  healthyUsers: 50,
  memory: { growthMiB: 256, budget: "maxAllOutboxBytes, and the lines that are made for it" },
  async carryOut(room) {
    await room.begin();
    for (const endAt = performance.now() + room.milliseconds; performance.now() < endAt; ) await strikeOnce(room);
    const readers = await room.joinMany(CANARIES, "canary");
    const senders = await room.joinMany(CANARIES, "filler");
    const counter = await room.join("counter");
    for (const [index, sender] of senders.entries()) {
      readers[index]?.freeze();
      sender.write(copies(40, sender, `canary-${index}`, TEXT));
    }
    const filled = () => senders.filter(({ lastLine }) => lastLine.includes("can't take more messages")).length;
    await until(() => filled() === CANARIES, 15_000);
    const gone = room.target.healthyUsers + 2 * CANARIES - (await countOthers(counter));
    room.claim(
      `the queues of ${CANARIES} readers fill up (${filled()}), and nobody is cut off (${gone})`,
      filled() === CANARIES && gone === 0,
    );
  },
};

async function strikeOnce(room: Room): Promise<void> {
  const frozen = await room.joinMany(30, "frozen");
  const halves = await room.joinMany(100, "half");
  const writers = await room.joinMany(30, "writer");
  for (const half of halves) half.write(`{"from": {"name": "${half.name}", "ip": ""}, "msg": "${"x".repeat(30_000)}`);
  for (const [index, writer] of writers.entries()) {
    frozen[index]?.freeze();
    writer.write(copies(8, writer, `frozen-${index}`, TEXT));
  }
  writers[0]?.write(copies(1, "writer-0", "/shout", TEXT));
  await pause(500);
  for (const client of [...frozen, ...halves, ...writers]) client.vanish();
}
