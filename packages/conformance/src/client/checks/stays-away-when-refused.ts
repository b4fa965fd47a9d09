import { serverTexts } from "@chat/protocol";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "does not try a name again that was refused for good, or that somebody else has",
  rules: ["C-36", "C-91"],
  stage: "told-off",
  mend: "After a text to Guest, show it and let your user decide: don't connect again by yourself.",
  level: "silver",
  needs: ["sends-name"],
  isLong: true,
  async run(scene) {
    for (const text of ["⛔ Error: This name is not wanted here.", serverTexts.usernameTaken.write()]) {
      const user = await scene.start();
      user.refuse(text);
      await scene.expectNoReturn([text.includes("in use") ? "C-91" : "C-36"]);
    }
  },
};
