import { MAX_MESSAGE_BYTES } from "@chat/protocol";
import { assertThat } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "sends no message of more than 65,536 bytes, and goes on",
  rules: ["C-13"],
  stage: "speaks",
  mend: "Count the bytes of the JSON before you send it, and tell the user when they are more than 65,536.",
  level: "gold",
  needs: ["sends-direct"],
  async run(scene) {
    scene.assertNoTerminal();
    const user = await scene.join(["Bob"]);
    await scene.sendToBob("x".repeat(70_000));
    await scene.sendToBob("this fits");
    for (let text = ""; text !== "this fits"; ) {
      const message = await user.expectMessage();
      text = message.msg;
      const isSmall = message.bytes.length <= MAX_MESSAGE_BYTES;
      assertThat(isSmall, "65,536 bytes at most", { words: `${message.bytes.length} bytes` });
    }
  },
};
