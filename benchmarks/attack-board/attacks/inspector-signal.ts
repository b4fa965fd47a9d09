import { once } from "node:events";
import { connect } from "node:net";
import type { Attack } from "../attack.ts";

export const attack: Attack = {
  summary: "The server's process gets SIGUSR1, which opens the debugger of Node for every program of the machine.",
  aim: "no door but the port of the chat",
  async carryOut(room) {
    const wasOpen = await isOpen();
    await room.begin();
    process.kill(room.target.serverPid, "SIGUSR1");
    await room.pass();
    if (wasOpen) room.note("port 9229 was open before, by another program");
    else room.claim("nothing listens on port 9229", !(await isOpen()));
  },
};

async function isOpen(): Promise<boolean> {
  const socket = connect(9_229, "127.0.0.1");
  const isConnected = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isConnected;
}
