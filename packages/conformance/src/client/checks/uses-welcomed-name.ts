import { assertSame } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "goes by the name of its welcome, which may be spelled otherwise",
  rules: ["C-33"],
  stage: "joins",
  mend: "Take your name from `to` of the welcome: the server may have trimmed what you sent.",
  level: "gold",
  needs: ["sends-direct"],
  async run(scene) {
    const user = await scene.start();
    user.name = user.name.toUpperCase();
    await scene.welcome(user, ["Bob"]);
    await scene.sendToBob("who am I?");
    const { from } = await user.expectMessage();
    assertSame(from.name, user.name);
  },
};
