import { spawnSync } from "node:child_process";
import type { Attack } from "../attack.ts";

const SCRIPT = `
import socket, sys, time
end = time.time() + float(sys.argv[2])
sockets = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(20)]
for number, peer in enumerate(sockets): peer.send(b"urgent-%d\\n" % number)
while time.time() < end:
    for peer in sockets: peer.send(b"!", socket.MSG_OOB)
    time.sleep(0.001)
`;

export const attack: Attack = {
  summary: "20 users send urgent data all the time.",
  aim: "C-10, urgent bytes are bytes like others, or none",
  async carryOut(room) {
    await room.begin();
    // No other runtime that is at hand can send them.
    const args = ["-c", SCRIPT, `${room.target.port}`, `${room.target.seconds}`];
    const { error, stderr } = spawnSync("python3", args, { encoding: "utf8" });
    if (error) throw error;
    if (stderr) room.note(stderr);
  },
};
