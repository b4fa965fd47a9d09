import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "sends its name first, and nothing that is no message",
  rules: ["C-30"],
  stage: "joins",
  async run(scene) {
    await scene.start();
  },
};
