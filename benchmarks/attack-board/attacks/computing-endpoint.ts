import { fileURLToPath } from "node:url";
import { type Attack, asFound } from "../attack.ts";
import { copies } from "../room.ts";

const MODULE = fileURLToPath(new URL("../computing-endpoint-module.ts", import.meta.url));

export const attack: Attack = {
  summary: "One client calls an endpoint that computes for 100 ms 300 times at once.",
  aim: "turns of the loop are bounded by time",
  flags: ["--endpoints", MODULE],
  latency: asFound(250, "a message may wait for one call when it is read, and for one more when it is written"),
  async carryOut(room) {
    const caller = await room.join("caller");
    let answers = 0;
    caller.onLine = () => answers++;
    await room.begin();
    caller.write(copies(300, caller, "/compute", ""));
    await room.pass();
    room.claim(`calls are answered (${answers})`, answers > 0);
  },
};
