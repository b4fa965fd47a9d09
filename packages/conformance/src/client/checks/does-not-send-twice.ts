import { assertSame } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "does not send again what it wrote before a loss",
  rules: ["C-94"],
  stage: "comes-back",
  mend: "Forget at a loss what was written: it may have arrived. Tell your user which messages these are, and let them decide.",
  level: "silver",
  needs: ["shows-unknown-texts", "sends-direct"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    await scene.sendToBob("before the loss");
    await user.expectMessage();
    // Half of a message is no beginning of the next connection.
    user.wire.send('{"from": {"name": "Bo');
    user.wire.end();
    const back = await scene.accept();
    // One that stays away sends nothing twice.
    if (!back) return;
    await back.readName();
    await scene.welcome(back, ["Bob"]);
    await scene.deliver(back, back.write("Bob", "you-are-back."), "you-are-back.");
    await scene.sendToBob("after the loss");
    const { msg } = await back.expectMessage();
    assertSame(msg, "after the loss");
  },
};
