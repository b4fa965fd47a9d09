import { adminRequest } from "../admin-request.ts";
import { type Attack, within } from "../attack.ts";

const PATHS = ["/metrics", "/api/v1/connections", "/api/v1/users", "/api/v1/totals"];

export const attack: Attack = {
  summary:
    "Readers of 1 KB a second ask for the lists of 3,000 users, and others for all there is as often as they can.",
  aim: "the lists of the admin port are written in slices, and no faster than they are read",
  latency: within(100, "a row of the list is written for each of 3,000 users, again and again"),
  async carryOut(room) {
    await room.joinMany(3_000, "user");
    const requests = PATHS.map((path) => adminRequest(room.target, path));
    let rows = 0;
    await room.takeTurns(40, requests, (request, count) => {
      const options = count % 4 === 0 ? { bytesPerSecond: 1_000 } : {};
      room.openAdmin(request, options).onLine = () => {
        rows += 1;
      };
    });
    room.claim(`the lists are answered (${rows} lines)`, rows > 0);
    room.claim("those who read nothing hold back nobody", await room.canJoin("newcomer"));
  },
};
