import { assertThat } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

/**
 * Time in which it hangs up, in milliseconds: 10 s by the rule. A program that waits as for a silent server [C-92] takes 30 s, and
 * some more on a busy machine: it does not wait forever either.
 */
const HANG_UP_MS = 42_000;

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
    const hasEnded = await user.wire.ended(HANG_UP_MS);
    assertThat(hasEnded, "the end of the connection", { words: "the program still waits" });
  },
};
