import { NotJudged } from "../../checks/failure.ts";
import { playInTime } from "../play-in-time.ts";
import type { ServerCheck } from "../server-check.ts";

const MAX_PAUSE_MS = 40;

export const check: ServerCheck = {
  title: "reads a name and a first message that are cut at any byte",
  rules: ["C-30"],
  stage: "joins",
  mend: "Collect the bytes of the name until its line feed, decode them then, and keep what follows for the messages.",
  needs: ["vectors-names"],
  async run(scene) {
    for (let cut = 1; cut <= 20; cut += 1)
      await playInTime(async () => {
        const ada = await scene.visit(scene.name("zoë"));
        const startedAt = performance.now();
        await ada.wire.sendCut(Buffer.from(`${ada.name}\r\n${ada.write("/time", "?")}\n`), [cut]);
        // A pause of the kit that is too long ends the name by silence.
        const isLate = performance.now() - startedAt > MAX_PAUSE_MS;
        if (isLate) throw new NotJudged("this machine is too busy to send a name in two parts within 50 ms");
        await ada.welcome(["C-30"]);
        await ada.expectText(/^Server time: /);
      });
  },
};
