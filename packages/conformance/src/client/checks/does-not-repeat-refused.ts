import { serverTexts } from "@chat/protocol";
import { assertSame } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

/** Time in which a program that repeats a message does so, in milliseconds. */
const REPEAT_MS = 3_000;

export const check: ClientCheck = {
  title: "does not repeat a message that the server has refused",
  rules: ["C-75"],
  stage: "told-off",
  mend: "A text that starts with `❌ Error: Message to` says that nothing was delivered: tell your user, and don't send it again.",
  needs: ["shows-unknown-texts", "sends-direct"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    await scene.sendToBob("first text");
    await user.expectMessage();
    user.say("SERVER", serverTexts.messageRefused.write("Bob", "that is not wanted here"));
    const again = await user.wire.wait(() => (user.wire.unread.includes("first text") ? true : null), REPEAT_MS);
    scene.assertOnline(user);
    await scene.sendToBob("second text");
    const { msg } = await user.expectMessage();
    assertSame(again ? "first text" : msg, "second text");
  },
};
