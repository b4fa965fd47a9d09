import { serverTexts } from "@chat/protocol";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "does not come back by itself when an operator has removed its user",
  rules: ["C-76"],
  stage: "told-off",
  mend: "A text that starts with `⛔ Error: You were disconnected: removed by an operator` ends the chat: stop there.",
  level: "silver",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join();
    user.say("SERVER", serverTexts.removedByOperator.write("too loud"));
    user.wire.end();
    await scene.expectNoReturn();
  },
};
