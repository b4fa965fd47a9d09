import { until } from "../../load/concurrency.ts";
import type { RawClient } from "../../load/raw-client.ts";
import { AdminPort } from "../admin-port.ts";
import { type Attack, within } from "../attack.ts";
import type { Room } from "../room.ts";

const WATCHED = 12;
const DEADLINE_MS = 30_000;

export const attack: Attack = {
  summary: "Hundreds of journals of the busiest users are opened and not read, as are those of users who are gone.",
  aim: "the journals that are watched at once, the bytes that wait for each reader, and what stays behind",
  latency: within(100, "dozens of connects a second run on the same two processors, and long messages"),
  memory: { growthMiB: 128, budget: "8 journals with 1 MiB that waits, and their messages" },
  alsoOver: ["threads"],
  async carryOut(room) {
    const talkers = await room.joinMany(WATCHED, "talker");
    const [admin, later] = [new AdminPort(room), new AdminPort(room)];
    const ids = await findIds(room, /"id":"([^"]+)","name":"talker-/);
    room.claim(`they are in the list of connections (${ids.length})`, ids.length === WATCHED);
    const toRequest = (id: string) => admin.request(`/api/v1/journal?id=${encodeURIComponent(id)}`);
    const requests = ["gone.1", "__proto__", ...ids].map(toRequest);
    const readers: RawClient[] = [];
    const text = "x".repeat(2_000);
    await room.takeTurns(40, requests, (request, count) => {
      for (const talker of talkers) talker.send(`talker-${count % WATCHED}`, text, 2);
      const reader = admin.ask(request, () => reader.freeze());
      readers.push(reader);
    });
    admin.claimStatus(200, 404, 503);
    room.claim("journals beyond the bound are refused", admin.count(503) > 0);
    room.claim("there is none of users who are gone", admin.count(404) > 0);
    for (const reader of readers) reader.vanish();
    const isFree = () => {
      if (later.count(200) === 0) readers.push(later.ask(requests.at(-1) as string));
      return later.count(200) > 0;
    };
    room.claim("whoever watches next gets a journal", await until(isFree, DEADLINE_MS));
    await room.claimOpenFor();
  },
};

/** Reads the ids of connections from the list, which has a row on each line. */
async function findIds(room: Room, row: RegExp): Promise<string[]> {
  const ids: string[] = [];
  const admin = new AdminPort(room);
  const list = admin.ask(admin.request("/api/v1/connections"), (line) => {
    const [, id] = row.exec(line) ?? [];
    if (id !== undefined) ids.push(id);
  });
  await until(() => list.isClosed, DEADLINE_MS);
  return ids;
}
