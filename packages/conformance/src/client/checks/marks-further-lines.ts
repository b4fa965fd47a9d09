import { assertThat } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "lets nobody begin a line of another speaker",
  rules: ["C-80"],
  stage: "survives",
  mend: "Show a line break as a sign such as ␤, or indent each further line: else anybody can fake the line of another speaker.",
  level: "gold",
  needs: ["shows-message"],
  async run(scene) {
    const user = await scene.join();
    await scene.deliver(user, user.write("Bob", "one\nforged-line."), "forged-line.");
    const isForged = /[\r\n]forged-line\./.test(scene.shown);
    assertThat(!isForged, "a mark before the second line of a text", scene.shown.slice(-60));
  },
};
