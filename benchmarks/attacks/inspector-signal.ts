import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "./harness/attack.ts";

const INSPECTOR_PORT = 9_229;

export const inspectorSignal: Attack = {
  name: "inspector-signal",
  summary: "The server's process gets SIGUSR1, which opens the debugger of Node for every program of the machine.",
  bounds: { p99Ms: 50 },
  async carryOut({ serverPid, seconds, begin }) {
    const wasOpen = await isOpen();
    await begin();
    process.kill(serverPid, "SIGUSR1");
    await pause(seconds * 1_000);
    const isNowOpen = await isOpen();
    const claims = [{ what: `nothing listens on port ${INSPECTOR_PORT}`, isMet: !isNowOpen }];
    return wasOpen
      ? { notes: [`port ${INSPECTOR_PORT} was open before, by another program`], claims: [] }
      : { notes: [], claims };
  },
  checkLog({ otherLines }) {
    const lines = otherLines.filter((line) => /inspector|debugger/i.test(line));
    return [{ what: `the runtime starts no inspector (${lines[0] ?? "it says nothing"})`, isMet: lines.length === 0 }];
  },
};

async function isOpen(): Promise<boolean> {
  const socket = connect(INSPECTOR_PORT, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
