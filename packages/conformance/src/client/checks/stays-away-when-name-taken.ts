import { serverTexts } from "@chat/protocol";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "does not try again when somebody else has its name",
  rules: ["C-34", "C-91"],
  stage: "told-off",
  mend: "When the name is in use at your first connection, somebody else has it: show the text, and stop.",
  level: "silver",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.start();
    await user.readName();
    user.refuse(serverTexts.usernameTaken.write());
    await scene.expectNoReturn();
  },
};
