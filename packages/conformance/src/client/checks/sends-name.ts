import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "sends its name first, and nothing that is no message",
  rules: ["C-30"],
  stage: "joins",
  async run(scene) {
    const user = await scene.start();
    await user.readName();
  },
};
