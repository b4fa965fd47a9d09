import { until } from "../../load/concurrency.ts";
import { type Attack, within } from "../attack.ts";

const CLIENTS = 300;

export const attack: Attack = {
  summary: `${CLIENTS} clients that can't frame are written to far faster than one message in a millisecond.`,
  aim: "C-23, the gap between two messages to a client that can't frame",
  latency: within(100, "300 writers a millisecond use the same two processors"),
  memory: { growthMiB: 384, budget: "maxOutboxBytes for each of 300 clients" },
  async carryOut(room) {
    const unframed = Array.from({ length: CLIENTS }, (_, index) => room.open(`unframed-${index}`));
    await until(() => unframed.every(({ bytes }) => bytes > 0), 60_000);
    const writers = await room.joinMany(10, "writer");
    await room.takeTurns(300, writers, (writer, count) => writer.send(`unframed-${count % CLIENTS}`, "hello", 20));
    room.claimOnline(unframed);
  },
};
