import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "../attack.ts";
import { COMPUTING_ENDPOINT } from "../computing-endpoint-module.ts";

/** One call, the round of the event loop after it, and some room for a busy machine. */
const HEARD_MS = 400;

export const attack: Attack = {
  summary: "SIGTERM comes while one client floods an endpoint that computes, and another one floods everybody.",
  aim: "C-73, a server says that it stops",
  flags: COMPUTING_ENDPOINT,
  endsServer: true,
  async carryOut(room) {
    const [caller, writer] = [await room.join("caller"), await room.join("writer")];
    const witness = await room.join("witness");
    await room.begin();
    const told = witness.waitFor((line) => line.includes('"msg": "Server is shutting down"'));
    caller.send("/compute", "", 300);
    writer.send("nobody", "hello", 5_000);
    await pause(HEARD_MS);
    const startedAt = performance.now();
    process.kill(room.target.serverPid, "SIGTERM");
    await told;
    const tookMs = performance.now() - startedAt;
    room.claim(`SIGTERM is heard within ${HEARD_MS} ms (${tookMs.toFixed(0)})`, tookMs <= HEARD_MS);
  },
};
