import { strangersRequest } from "../../load/admin-request.ts";
import { AdminPort } from "../admin-port.ts";
import { type Attack, within } from "../attack.ts";

const OTHER_ORIGIN = "Origin: http://evil.example\r\nSec-Fetch-Site: cross-site\r\nCookie: token=guess\r\n";
const OLD_TOKEN = `Authorization: Bearer ${"A".repeat(32)}\r\n`;

/** Paths that only the token opens, and ways out of the folder of the page. */
const CLOSED = [
  ...["now", "connections?search=a", "leaves", "journal?id=a", "log", "users", "sanctions"].map(
    (path) => `/api/v1/${path}`,
  ),
  "/assets/../../../../etc/passwd",
  "/assets/..%2f..%2f..%2fetc%2fpasswd",
  "//etc/passwd",
  "/assets/__proto__",
  "/index.html",
];
const OPEN = ["/", "/?token=guess", "/healthz"];

export const attack: Attack = {
  summary:
    "Pages of another origin ask with an old token and with none, and files of the page and others are asked for.",
  aim: "the page: its files alone are open, in no frame and for no other origin",
  latency: within(100, "a hundred connects a second run on the same two processors"),
  async carryOut(room) {
    const [closed, open] = [new AdminPort(room), new AdminPort(room)];
    const requests = [OTHER_ORIGIN, OLD_TOKEN, OTHER_ORIGIN + OLD_TOKEN].flatMap((headers) => [
      ...CLOSED.map((path) => ({ to: closed, request: strangersRequest(path, headers) })),
      ...OPEN.map((path) => ({ to: open, request: strangersRequest(path, headers) })),
    ]);
    await room.takeTurns(80, requests, ({ to, request }) => to.ask(request));
    closed.claimStatus(401);
    open.claimStatus(200);
    await open.claimAnswers();
  },
};
