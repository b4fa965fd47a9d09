import { strangersRequest } from "../../load/admin-request.ts";
import { AdminPort } from "../admin-port.ts";
import { type Attack, within } from "../attack.ts";

const REQUESTS = [
  strangersRequest("/metrics"),
  strangersRequest("/healthz"),
  strangersRequest("/api/v1/users", "Authorization: Bearer guess\r\n"),
  "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  "OPTIONS /api/v1/act HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\r\n",
];

export const attack: Attack = {
  summary: "64 strangers write requests to the admin port, hundreds in one go, as fast as they can.",
  aim: "the admin port: no token, a wrong Host, many requests in one read",
  latency: within(100, "thousands of connections a second run on the same two processors"),
  async carryOut(room) {
    const admin = new AdminPort(room);
    let letIn = 0;
    const strike = (index: number): void => {
      const request = REQUESTS[index % REQUESTS.length] as string;
      const client = admin.open(request.repeat(500));
      client.onLine = (line) => {
        if (line.startsWith("chat_")) letIn += 1;
      };
      client.onClose = () => {
        if (!room.isOver) setTimeout(strike, 5, index + 1);
      };
    };
    await room.begin();
    for (let index = 0; index < 64; index++) strike(index);
    await room.pass();
    room.claim(`no stranger reads a figure (${letIn})`, letIn === 0);
    await admin.claimAnswers();
  },
};
