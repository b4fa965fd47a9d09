import { until } from "../load/concurrency.ts";
import { countOthers, readReceipt, writeMessage } from "../load/messages.ts";
import type { Room } from "./room.ts";

const TEXT_BYTES = 60_000;

/** Most bytes that can wait for a reader: 1 MiB in the server, and the buffers of both systems. */
const WAITING_BYTES = 9 * 1024 * 1024;

interface Shouting {
  readonly readers: number;
  /** The pace of each reader. */
  readonly bytesPerSecond: number;
  readonly shouters: number;
}

/** Some users shout long texts as often as they are let, to many who read steadily. */
export async function shoutAsOftenAsLet(room: Room, { readers, bytesPerSecond, shouters }: Shouting): Promise<void> {
  const slow = await room.joinMany(readers, "reader", { bytesPerSecond });
  for (const reader of slow) reader.countOnly();
  const loud = await room.joinMany(shouters, "shouter");
  let accepted = 0;
  for (const shouter of loud) {
    shouter.senders = "S";
    shouter.onLine = (line) => {
      if (readReceipt(line) !== null) accepted += 1;
    };
  }
  const counter = await room.join("counter");
  counter.senders = "S";
  await room.begin();
  await room.flood(loud, (shouter) => writeMessage(shouter.name, "/shout", "x".repeat(TEXT_BYTES)));
  const taken = slow.reduce((sum, { bytes }) => sum + bytes, 0) / readers;
  // A reader that was cut off finds out once it has read all that its system holds, and that takes minutes.
  const online = await countOthers(counter);
  const expected = room.target.healthyUsers + readers + shouters;
  room.note(`${(accepted / room.target.seconds).toFixed(1)} shouts a second accepted`);
  room.claim(`nobody is cut off: ${expected} others are online (${online})`, online === expected);
  const isSlowed = accepted * TEXT_BYTES <= taken + WAITING_BYTES;
  room.claim("the shouters are slowed down to what the readers take, and 9 MiB that wait for each", isSlowed);
}

/** The time that the largest shout has to reach everybody, in milliseconds. */
const DEADLINE_MS = 60_000;

/** One user shouts once, to many who read at once. */
export async function shoutOnce(room: Room, count: number, text: string): Promise<void> {
  const readers = await room.joinMany(count, "reader");
  const shouter = await room.join("shouter");
  let reached = 0;
  for (const reader of readers) {
    reader.onLine = (line) => {
      if (line.startsWith('{"from": {"name": "shouter"')) reached += 1;
    };
  }
  await room.begin();
  const answered = shouter.waitFor((line) => readReceipt(line) !== null);
  shouter.write(writeMessage(shouter.name, "/shout", text));
  const receipt = readReceipt(await answered);
  await until(() => reached >= count, DEADLINE_MS);
  const others = count + room.target.healthyUsers;
  room.claimOnline(readers, "reader");
  room.claim(`the receipt says ${others} (${receipt})`, receipt === others);
  room.claim(`each of the ${count} receives the shout once (${reached})`, reached === count);
}
