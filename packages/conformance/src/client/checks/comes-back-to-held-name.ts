import { serverTexts } from "@chat/protocol";
import type { ClientCheck } from "../client-check.ts";

const REFUSALS = [
  serverTexts.usernameTaken.write(),
  "⛔ Error: Username already in! Try with another name.",
  serverTexts.serverFull.write("it takes 3 connections"),
  serverTexts.namesUnavailable.write(),
];

export const check: ClientCheck = {
  title: "tries again when its own name is still held after a loss",
  rules: ["C-74", "C-90"],
  stage: "comes-back",
  mend: "Within 60 s after your own loss a name in use is your own, held by the dead connection: try again. Try again as well when the server is full or can't check names.",
  level: "gold",
  needs: ["comes-back"],
  isLong: true,
  async run(scene) {
    const user = await scene.join();
    // A reset could overtake the welcome, and who was never online need not come back.
    user.wire.end();
    let back = await scene.expectReturn(["C-90"]);
    for (const text of REFUSALS) {
      back.refuse(text);
      back = await scene.expectReturn([text.includes("already in!") ? "C-74" : "C-90"]);
    }
    await scene.welcome(back);
  },
};
