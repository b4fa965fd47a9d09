import { AdminPort } from "../admin-port.ts";
import { type Attack, within } from "../attack.ts";

const MARKUP = "<img src=x onerror=alert()>";
const ACTS = [
  '{"act":"announce","text":"a\\nb"}',
  '{"act":"ban","target":{"address":"0.0.0.0/0"},"forMs":-1}',
  '{"act":"disconnect","whom":{}}',
  '{"__proto__":{"act":"announce"},"text":"all"}',
  `${"[".repeat(8_000)}`,
  `{"act":"mute","name":"${"x".repeat(9_000)}","forMs":60000}`,
];

export const attack: Attack = {
  summary: "Acts that are not allowed come as fast as they are taken, and a user whose name is markup is in the lists.",
  aim: "the admin port: what an act may be, and answers that no browser takes for a page",
  latency: within(100, "a hundred connects a second run on the same two processors"),
  async carryOut(room) {
    await room.join(MARKUP);
    const witness = await room.join("witness");
    const heard = room.hear([witness], /./, "S");
    const admin = new AdminPort(room);
    const acts = ACTS.map((body) => admin.request("/api/v1/act", body));
    await admin.askInTurns(80, [...acts, admin.request("/api/v1/users")]);
    admin.claimStatus(200, 400);
    room.claim("wrong acts are refused", admin.count(400) > 0);
    room.claim(`nobody hears of it (${heard.first})`, heard.count === 0);
  },
};
