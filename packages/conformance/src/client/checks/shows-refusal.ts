import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "shows why its name was refused",
  rules: ["C-34", "C-36"],
  stage: "told-off",
  mend: "Show the text of SERVER to Guest, which says why your name was refused. Read it before you end.",
  needs: ["shows-message"],
  async run(scene) {
    const user = await scene.start();
    user.refuse("⛔ Error: We have frogs-enough.");
    await scene.expectTold("frogs-enough.");
  },
};
