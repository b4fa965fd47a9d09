import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "takes no notice for the answer to its name",
  rules: ["C-33", "C-73"],
  stage: "joins",
  mend: "Look first for a notice: a text of SERVER that starts with `Notice: ` answers nothing, whatever its `to`. The first other one is the answer to your name.",
  needs: ["sends-direct", "shows-glued-messages"],
  async run(scene) {
    const user = await scene.start();
    await scene.say(user, "SERVER", "Notice: this server is new", "Guest");
    await scene.welcome(user, ["Bob"]);
    scene.assertOnline(user);
    await scene.sendToBob("I have joined");
    await user.expectMessage();
  },
};
