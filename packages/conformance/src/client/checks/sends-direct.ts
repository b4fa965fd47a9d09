import { assertSame } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "sends a message to the user that was meant, under its own name",
  rules: ["C-3", "C-103"],
  stage: "speaks",
  mend: "Write an object with from (your name and any address), to (the receiver) and msg (the text), with a JSON library.",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    await scene.act("direct", { to: "Bob", text: "how are you?" });
    const message = await user.expectMessage({ rules: ["C-3"] });
    assertSame(message.to, "Bob", ["C-3"]);
    assertSame(message.msg, "how are you?", ["C-3"]);
    assertSame(message.from.name, scene.name, ["C-3"]);
  },
};
