import { setTimeout as pause } from "node:timers/promises";
import { assertThat, NotJudged } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "refuses a client in words that can be read, even by one that has sent more, and closes",
  rules: ["C-34"],
  stage: "told-off",
  mend: 'Answer with one message from SERVER to Guest whose text starts with "⛔ Error: ", then close: shut down your side, and read on for a while, so that the answer is not lost.',
  needs: ["welcome"],
  async run(scene) {
    const ada = await scene.join("ada");
    let refusals = 0;
    // Other checks say which names a server has to refuse: one that takes some of these is not judged for it here.
    for (const name of [ada.name, "/x", "x".repeat(1_500)]) {
      const user = await scene.visit(name);
      // A client that reads late loses what a reset overtakes.
      user.wire.socket.pause();
      user.wire.send(`${name}\n${`${user.write("/time", "?", { name: "ada" })}\n`.repeat(1_000)}`);
      await pause(300);
      user.wire.socket.resume();
      const { from, to, msg, bytes } = await user.next("a refusal");
      if (msg.startsWith("Welcome ")) continue;
      const isRefusal = from.name === "SERVER" && to === "Guest" && /^⛔ Error: ./.test(msg);
      assertThat(isRefusal, 'a text that starts with "⛔ Error: ", from SERVER to Guest', bytes);
      await user.expectEnd();
      refusals += 1;
    }
    if (refusals === 0) throw new NotJudged("the server refuses no name");
  },
};
