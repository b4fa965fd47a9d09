import { AdminPort } from "../admin-port.ts";
import { type Attack, within } from "../attack.ts";

const PATHS = ["/metrics", "/api/v1/connections", "/api/v1/users", "/api/v1/totals"];

export const attack: Attack = {
  summary:
    "Readers of 1 KB a second ask for the lists of 3,000 users, and others for all there is as often as they can.",
  aim: "the lists of the admin port are written in slices, and no faster than they are read",
  latency: within(100, "a row of the list is written for each of 3,000 users, again and again"),
  async carryOut(room) {
    await room.joinMany(3_000, "user");
    const admin = new AdminPort(room);
    const requests = PATHS.map((path) => admin.request(path));
    await admin.askInTurns(40, requests, 3);
    admin.claimStatus(200, 503);
    room.claim(`the lists are answered (${admin.count(200)})`, admin.count(200) > 0);
    room.claim("those who read nothing hold back nobody", await room.canJoin("newcomer"));
  },
};
