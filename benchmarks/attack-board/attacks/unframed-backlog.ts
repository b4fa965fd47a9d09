import { until } from "../../load/concurrency.ts";
import { RawClient } from "../../load/raw-client.ts";
import { type Attack, within } from "../attack.ts";
import { copies } from "../room.ts";

export const attack: Attack = {
  summary: "300 clients that can't frame are written to far faster than one message in a millisecond.",
  aim: "C-23, the gap between two messages to a client that can't frame",
  latency: within(100, "300 writers a millisecond use the same two processors"),
  memory: { growthMiB: 384, budget: "maxOutboxBytes for each of 300 clients" },
  async carryOut(room) {
    const unframed = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const client = new RawClient(room.port);
        client.write(`unframed-${index}`);
        await until(() => client.bytes > 0, 60_000);
        return client;
      }),
    );
    const writers = await room.joinMany(10, "writer");
    await room.begin();
    await room.repeat(300, (count) =>
      writers[count % 10]?.write(copies(20, `writer-${count % 10}`, `unframed-${count % 300}`, "hello")),
    );
    room.claimOnline(unframed, "client");
  },
};
