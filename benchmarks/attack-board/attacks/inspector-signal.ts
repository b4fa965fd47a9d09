import { canConnect } from "../../comparison/running-server.ts";
import type { Attack } from "../attack.ts";

/** The port of Node's debugger. */
const PORT = 9_229;

export const attack: Attack = {
  summary: "The server's process gets SIGUSR1, which opens the debugger of Node for every program of the machine.",
  aim: "no door but the port of the chat",
  async carryOut(room) {
    const wasOpen = await canConnect(PORT);
    await room.begin();
    process.kill(room.target.serverPid, "SIGUSR1");
    await room.pass();
    if (wasOpen) room.note(`port ${PORT} was open before, by another program`);
    else room.claim(`nothing listens on port ${PORT}`, !(await canConnect(PORT)));
  },
};
