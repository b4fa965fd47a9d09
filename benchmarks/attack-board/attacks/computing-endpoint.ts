import { type Attack, asFound } from "../attack.ts";
import { COMPUTING_ENDPOINT } from "../computing-endpoint-module.ts";

export const attack: Attack = {
  summary: "One client calls an endpoint that computes for 100 ms 300 times at once.",
  aim: "turns of the loop are bounded by time",
  flags: COMPUTING_ENDPOINT,
  latency: asFound(250, "a message may wait for one call when it is read, and for one more when it is written"),
  async carryOut(room) {
    const caller = await room.join("caller");
    const answers = room.hear([caller]);
    await room.begin();
    caller.send("/compute", "", 300);
    await room.pass();
    room.claim(`calls are answered (${answers.count})`, answers.count > 0);
  },
};
