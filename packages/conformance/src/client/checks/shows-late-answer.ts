import { setTimeout as pause } from "node:timers/promises";
import { NotJudged } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

/** An endpoint may take 30 s. A client that hears nothing for 20 s may ask for the time, and hang up 10 s later. */
const [ANSWER_MS, LATEST_MS] = [12_000, 25_000];

export const check: ClientCheck = {
  title: "shows an answer that comes late, and what comes before it",
  rules: ["C-69", "C-73"],
  stage: "speaks",
  mend: "Wait for an answer as long as 30 s, and go on showing all that comes in between: messages of others and notices answer nothing.",
  needs: ["shows-unknown-texts", "sends-request"],
  isLong: true,
  async run(scene) {
    const user = await scene.join(["Bob"]);
    await scene.act("request", { to: "/list" });
    await user.expectMessage({ endpoint: "/list" });
    const askedAt = performance.now();
    await scene.deliver(user, user.write("SERVER", "Notice: in-between."), "in-between.", ["C-73"]);
    await scene.deliver(user, user.write("Bob", "also-between."), "also-between.", ["C-69"]);
    await pause(ANSWER_MS);
    if (performance.now() - askedAt > LATEST_MS)
      throw new NotJudged("the machine is too busy: the answer was too late");
    scene.assertOnline(user, ["C-69"]);
    await scene.deliver(user, user.write("SERVER", "Online users (1): answered-late."), "answered-late.", ["C-69"]);
  },
};
