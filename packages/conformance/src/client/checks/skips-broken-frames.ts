import { setTimeout as pause } from "node:timers/promises";
import type { ClientCheck } from "../client-check.ts";

/** Pause between two frames, in milliseconds, so that a program which takes each read for one message gets each. */
const GAP_MS = 50;

export const check: ClientCheck = {
  title: "skips what is no message, goes on, and sends nothing about it",
  rules: ["C-3", "C-11"],
  stage: "survives",
  mend: "Skip what is no message, go on behind it, and send nothing about it.",
  level: "gold",
  needs: ["shows-unknown-texts"],
  async run(scene) {
    const user = await scene.join();
    const good = user.write("Bob", "good");
    const frames = [
      "no message\n",
      "{}\n",
      '{"from": [], "to": 1, "msg": null}\n',
      `${good.slice(0, -2)}, "time": 5}\n`,
      "{x}\n",
    ];
    for (const frame of frames) {
      user.wire.send(frame);
      await pause(GAP_MS);
    }
    await scene.deliver(user, user.write("Bob", "behind-them."), "behind-them.");
    user.assertQuiet("nothing from the program", ["C-3"]);
  },
};
