import { AdminPort } from "../admin-port.ts";
import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "1,000 clients with the token open the stream of the log and read nothing, while users come and go.",
  aim: "the streams of the admin port at once, and the bytes that wait for each",
  latency: within(100, "hundreds of connects a second run on the same two processors"),
  log: { bytesPerSecond: 64 * 1_024 },
  async carryOut(room) {
    const admin = new AdminPort(room);
    const request = admin.request("/api/v1/log");
    await room.repeat(200, (count) => {
      if (count % 2 === 0) void room.canJoin(`user-${count}`).catch(() => undefined);
      const client = admin.ask(request, () => client.freeze());
    });
    room.claim(`streams beyond the bound are refused (${admin.count(503)})`, admin.count(503) > 0);
    await room.claimOpenFor();
  },
};
