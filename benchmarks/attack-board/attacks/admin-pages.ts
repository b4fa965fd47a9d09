import { AdminPort } from "../admin-port.ts";
import { type Attack, within } from "../attack.ts";

const SORTS = ["trouble", "name", "ip", "ageMs", "messagesIn", "messagesOut", "refused", "waitingBytes"];
const PATHS = [
  "/api/v1/now",
  "/api/v1/leaves",
  "/api/v1/leaves?search=a&sort=trouble&limit=250",
  ...SORTS.map((sort, index) => `/api/v1/connections?search=${index}&sort=${sort}&order=asc&offset=${index}&limit=250`),
];

export const attack: Attack = {
  summary:
    "Dozens of open pages poll at once, each another window of 3,000 connections, the longest there is; some hardly read.",
  aim: "the list of connections is collected once a second, whoever asks, and searched in slices",
  latency: within(250, "the lists are sorted, and written 250 rows at a time, again and again"),
  async carryOut(room) {
    await room.joinMany(3_000, "user");
    const admin = new AdminPort(room);
    const requests = PATHS.map((path) => admin.request(path));
    await admin.askInTurns(70, requests, 8);
    // Those who hardly read keep others of the list waiting, and nobody in the chat.
    admin.claimStatus(200, 503);
    room.claim(`pages are answered (${admin.count(200)})`, admin.count(200) > 0);
    await room.claimOpenFor();
  },
};
