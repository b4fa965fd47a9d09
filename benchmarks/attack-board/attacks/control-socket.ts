import { connect } from "node:net";
import { until } from "../../load/concurrency.ts";
import { type Attack, within } from "../attack.ts";

/** The time that the server has to cut somebody off, in milliseconds. */
const TOLD_DEADLINE_MS = 60_000;

const FIRST = ["", "operator\n", "operator\nwho\n", "operator\nban healthy-1\n"];

export const attack: Attack = {
  summary:
    "200 connections a second to the control socket: lines that never end, and commands whose answers nobody reads.",
  aim: "the length of a line, and the operators at once",
  latency: within(100, "hundreds of connects a second run on the same two processors"),
  async carryOut(room) {
    let isRefused = false;
    await room.repeat(200, (count) => {
      const socket = connect(room.target.controlSocket);
      // Only one that reads learns that it was cut off.
      if (count % 2 === 0) socket.resume();
      socket
        .on("error", () => undefined)
        .on("close", () => {
          isRefused = true;
        });
      socket.write(FIRST[count % FIRST.length] as string);
      socket.write((count % 2 === 0 ? "x" : "who\n").repeat(20_000));
    });
    room.claim("lines that never end are cut off", await until(() => isRefused, TOLD_DEADLINE_MS));
    await room.claimOpenFor();
  },
};
