import { Failure } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

const MEND =
  "Write an object with from (your name and any address), to (the receiver) and msg (the text), with a JSON library.";

export const check: ClientCheck = {
  title: "sends a message to the user that was meant, under its own name",
  rules: ["C-3"],
  stage: "speaks",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    await scene.act("direct", { to: "Bob", text: "how are you?" });
    const message = await user.expectNext("a message to Bob", { mend: MEND });
    if (message.to !== "Bob") throw new Failure({ expected: "Bob", came: message.to, mend: MEND });
    if (message.msg !== "how are you?") throw new Failure({ expected: "how are you?", came: message.msg, mend: MEND });
    if (message.from.name !== scene.name)
      throw new Failure({ expected: scene.name, came: message.from.name, mend: MEND });
  },
};
