import { strangersRequest } from "../../load/admin-request.ts";
import { AdminPort } from "../admin-port.ts";
import type { Attack } from "../attack.ts";

export const attack: Attack = {
  summary: "500 requests to the admin port never end: half a line, half a body, headers and bodies of any length.",
  aim: "the time and the bytes of a request to the admin port",
  async carryOut(room) {
    const admin = new AdminPort(room);
    const whole = strangersRequest("/metrics");
    const act = admin.request("/api/v1/act", "x".repeat(1_000));
    const firsts = ["", whole.slice(0, 9), whole.slice(0, -2), act.slice(0, -1)];
    const more = ["x", "x: y\r\n".repeat(1_000), "x".repeat(10_000)];
    const clients = Array.from({ length: 500 }, (_, index) => admin.open(firsts[index % firsts.length]));
    await room.takeTurns(500, clients, (client, count) => client.write(more[count % more.length] as string));
    await room.claimOpenFor();
    await admin.claimAnswers();
  },
};
