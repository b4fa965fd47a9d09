import { setTimeout as pause } from "node:timers/promises";
import { playCases } from "../play-cases.ts";
import type { ServerCheck } from "../server-check.ts";

const FLOOD = Buffer.alloc(300_000, "x");

/** First bytes of programs that are no client of the chat, and messages of clients that are wrong. */
const STRANGERS = [
  ...["GET / HTTP/1.1\r\nHost: chat\r\n\r\n", "", "\n".repeat(5_000), FLOOD].map(
    (bytes) => ({ rule: "C-30", bytes }) as const,
  ),
  ...["16030100c8010000c40303", "00ff00fe01"].map((hex) => ({ rule: "C-2", bytes: Buffer.from(hex, "hex") }) as const),
  { rule: "C-32", bytes: "{".repeat(60_000) } as const,
  ...["[1, 2]", '{"from": "x"}', "5", FLOOD, "\u0000", '{"from": {"name": "'].map(
    (bytes) =>
      ({ rule: "C-14", bytes: Buffer.concat([Buffer.from("stranger\n"), Buffer.from(bytes as string)]) }) as const,
  ),
];

export const check: ServerCheck = {
  title: "serves its users while strangers connect, send anything, and break off",
  rules: ["C-2", "C-14", "C-30", "C-32"],
  stage: "survives",
  mend: "Handle the errors of one connection without ending the program, and let no connection stop another.",
  needs: ["welcome"],
  // A server that it ends would fail the others too.
  runsAlone: true,
  async run(scene) {
    await playCases(scene, STRANGERS, async ({ rule, bytes }) => {
      const ada = await scene.join("ada");
      for (const leaving of ["reset", "end", "stays"] as const) {
        const stranger = await scene.connect("a stranger");
        stranger.send(bytes);
        await pause(2);
        if (leaving !== "stays") stranger[leaving]();
        await ada.fence([rule]);
      }
    });
  },
};
