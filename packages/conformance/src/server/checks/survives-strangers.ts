import { setTimeout as pause } from "node:timers/promises";
import type { ServerCheck } from "../server-check.ts";

const FLOOD = Buffer.alloc(300_000, "x");

/** First bytes of programs that are no client of the chat. */
const STRANGERS = [
  "GET / HTTP/1.1\r\nHost: chat\r\n\r\n",
  Buffer.from("16030100c8010000c40303", "hex"),
  Buffer.from("00ff00fe01", "hex"),
  "SSH-2.0-OpenSSH_9.6\r\n",
  "{".repeat(60_000),
  FLOOD,
  Buffer.concat([Buffer.from("a-name\n"), FLOOD]),
  "\n".repeat(5_000),
  '{"from": {"name": "x", "ip": ""}, "to": ',
  "",
];

export const check: ServerCheck = {
  title: "serves its users while strangers connect, send anything, and break off",
  rules: ["C-2", "C-14", "C-30"],
  stage: "survives",
  mend: "Handle the errors of one connection without ending the program, and let no connection stop another.",
  needs: ["welcome"],
  // A server that it ends would fail the others too.
  runsAlone: true,
  async run(scene) {
    const ada = await scene.join("ada");
    for (const bytes of STRANGERS) {
      for (const leaving of ["reset", "end", "stays"] as const) {
        const stranger = await scene.connect("a stranger");
        stranger.send(bytes);
        await pause(2);
        if (leaving !== "stays") stranger[leaving]();
        await ada.fence(["C-2", "C-14"]);
      }
    }
    const bob = await scene.join("bob");
    bob.say(ada.name, "still here?");
    await ada.expectText("still here?", ["C-60"], bob.name);
  },
};
