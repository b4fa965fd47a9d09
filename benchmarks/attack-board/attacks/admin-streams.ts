import { adminRequest } from "../admin-request.ts";
import { type Attack, within } from "../attack.ts";

export const attack: Attack = {
  summary: "1,000 clients with the token open the stream of the log and read nothing, while users come and go.",
  aim: "the streams of the admin port at once, and the bytes that wait for each",
  latency: within(100, "hundreds of connects a second run on the same two processors"),
  log: { bytesPerSecond: 64 * 1_024 },
  async carryOut(room) {
    const request = adminRequest(room.target, "/api/v1/log");
    let refused = 0;
    await room.repeat(200, (count) => {
      if (count % 2 === 0) void room.canJoin(`user-${count}`).catch(() => undefined);
      const client = room.openAdmin(request);
      client.onLine = (line) => {
        if (line.includes(" 503 ")) refused += 1;
        else client.freeze();
      };
    });
    room.claim(`streams beyond the bound are refused (${refused})`, refused > 0);
    await room.claimOpenFor();
  },
};
