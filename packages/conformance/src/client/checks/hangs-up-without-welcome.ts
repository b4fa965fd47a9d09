import { assertThat } from "../../checks/failure.ts";
import { PATIENCE_MS } from "../../wire/wire.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "hangs up when its name gets no answer for 10 s",
  rules: ["C-33"],
  stage: "survives",
  mend: "Wait for the welcome for 10 s at most, then close the connection and tell your user.",
  level: "gold",
  needs: ["sends-name"],
  isLong: true,
  async run(scene) {
    const user = await scene.start();
    await user.readName();
    const hasEnded = await user.wire.ended(10_000 + PATIENCE_MS);
    assertThat(hasEnded, "the end of the connection", { words: "the program still waits" });
  },
};
