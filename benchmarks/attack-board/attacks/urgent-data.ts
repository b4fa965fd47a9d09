import { execFile } from "node:child_process";
import { promisify } from "node:util";
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
    await promisify(execFile)("python3", ["-c", SCRIPT, `${room.port}`, `${room.target.seconds}`]).catch(
      ({ code, message }: NodeJS.ErrnoException) => {
        if (code === "ENOENT") throw new Error("python3 is missing");
        room.note(message.split("\n").at(-2) ?? message);
      },
    );
  },
};
