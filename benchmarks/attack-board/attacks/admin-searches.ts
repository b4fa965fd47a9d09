import { AdminPort } from "../admin-port.ts";
import { type Attack, within } from "../attack.ts";

/** Texts that mean something to those who take them for a pattern, for markup or for a key. */
const TEXTS = [
  "(a+)+$",
  "<script>alert(1)</script>",
  "__proto__",
  "\u202e\u0000\n",
  "\ufdfa".repeat(100),
  "İ".repeat(99),
];
const QUERIES = [
  ...TEXTS.map((text) => `search=${encodeURIComponent(text)}`),
  "search=%ff%zz%",
  `search=${"x".repeat(7_000)}`,
  "limit=1e9",
  "limit=0x10&offset=9e99",
  "offset=-1",
  "sort=__proto__",
  "sort=constructor&order=toString",
  "__proto__=1&constructor=2",
  "search=a&search=b",
  "&".repeat(7_000),
];

export const attack: Attack = {
  summary: "The list of connections is searched for patterns, markup and keys, and its windows are of any size.",
  aim: "the query of the list of connections, over names that are markup",
  latency: within(100, "a hundred connects a second run on the same two processors"),
  async carryOut(room) {
    await room.join("<img src=x onerror=alert()>");
    await room.joinMany(1_000, (index) => `${"(a".repeat(12)}-${index}`);
    const admin = new AdminPort(room);
    const requests = QUERIES.map((query) => admin.request(`/api/v1/connections?${query}`));
    await admin.askInTurns(80, requests);
    admin.claimStatus(200, 400, 503);
    room.claim("wrong queries are refused", admin.count(400) > 0);
    await admin.claimAnswers();
  },
};
