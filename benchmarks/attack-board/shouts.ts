import { until } from "../load/concurrency.ts";
import { RECEIPT } from "../load/messages.ts";
import type { Room } from "./room.ts";

const TEXT_BYTES = 60_000;
/** Most bytes that can wait for a reader: 1 MiB in the server, and the buffers of both systems. */
const WAITING_BYTES = 9 * 1024 * 1024;
/** The time that the largest shout has to reach everybody, in milliseconds. */
const DEADLINE_MS = 60_000;

/** Some users shout long texts as often as they are let, to many who read steadily, each at its own pace. */
export async function shoutAsOftenAsLet(room: Room, shouters: number, readers: number, bytesPerSecond: number) {
  const slow = await room.joinMany(readers, "reader", { bytesPerSecond, reads: "bytes" });
  // The names of the row before may still be taken: what a held-back user wrote before it vanished is read at its rate.
  const loud = room.joinMany(shouters, `shouter-of-${shouters}`);
  const counter = await room.join("counter");
  counter.senders = "S";
  const receipts = room.hear(await loud, RECEIPT, "S");
  await room.flood(loud, (shouter) => shouter.message("/shout", "x".repeat(TEXT_BYTES)));
  const accepted = receipts.count;
  const taken = slow.reduce((sum, { bytes }) => sum + bytes, 0) / readers;
  await room.claimListed(counter, readers + shouters);
  room.note(`${(accepted / room.target.seconds).toFixed(1)} shouts a second accepted`);
  const isSlowed = accepted * TEXT_BYTES <= taken + WAITING_BYTES;
  room.claim("the shouters are slowed down to what the readers take, and 9 MiB that wait for each", isSlowed);
}

/** One user shouts once, to many who read at once. */
export async function shoutOnce(room: Room, count: number, text: string): Promise<void> {
  const readers = await room.joinMany(count, "reader");
  const shouter = await room.join("shouter");
  const reached = room.hear(readers, /^\{"from": \{"name": "shouter"/);
  await room.begin();
  const answered = shouter.waitFor((line) => RECEIPT.test(line));
  shouter.send("/shout", text);
  const [, receipt] = RECEIPT.exec(await answered) ?? [];
  await until(() => reached.count >= count, DEADLINE_MS);
  const others = count + room.target.healthyUsers;
  room.claimOnline(readers);
  room.claim(`the receipt says ${others} (${receipt})`, Number(receipt) === others);
  room.claim(`each of the ${count} receives the shout once (${reached.count})`, reached.count === count);
}
