import { setTimeout as pause } from "node:timers/promises";
import { assertThat, NotJudged } from "../../checks/failure.ts";
import { playInTime } from "../play-in-time.ts";
import type { ServerCheck } from "../server-check.ts";

/** Longest pause of the kit inside a name, in milliseconds: a longer one may end it. */
const MAX_PAUSE_MS = 40;
/** Times of the welcome after 50 ms of silence, in milliseconds: clocks differ, and a server may end all names that are 10 s old. */
const [EARLIEST_MS, LATEST_MS] = [45, 7_500];

export const check: ServerCheck = {
  title: "takes a name that 50 ms of silence end, also one that comes in two parts",
  rules: ["C-31"],
  stage: "joins",
  mend: "Without a line feed or a brace, a name is over when nothing came for 50 ms since its last byte. A connection that has sent nothing yet is not silent in this sense.",
  needs: ["welcome"],
  async run(scene) {
    await playInTime(async () => {
      const ada = await scene.visit(scene.name("ada"));
      ada.wire.send(ada.name.slice(0, 2));
      const firstAt = performance.now();
      await pause(15);
      const lastAt = performance.now();
      ada.wire.send(ada.name.slice(2));
      if (performance.now() - firstAt > MAX_PAUSE_MS)
        throw new NotJudged("this machine is too busy to pause for 15 ms");
      await ada.welcome(["C-31"]);
      const waitedMs = performance.now() - lastAt;
      const words = `${Math.round(waitedMs)} ms after the last byte`;
      const isInTime = waitedMs >= EARLIEST_MS && waitedMs < LATEST_MS;
      assertThat(isInTime, "the welcome after 50 ms of silence, and not before", { words });
    });
    const bob = await scene.visit(scene.name("bob"));
    await pause(200);
    bob.wire.send(`${bob.name}\n`);
    await bob.welcome(["C-31"]);
  },
};
