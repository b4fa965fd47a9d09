import { assertThat } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "writes each message on one line, with a line feed behind it",
  rules: ["C-20"],
  stage: "speaks",
  mend: "Write each message on one line, and a line feed behind it.",
  level: "gold",
  needs: ["sends-direct"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    for (const text of ["one line", "the next line"]) {
      await scene.sendToBob(text);
      // What stands before the second object is the end of the first.
      await user.wire.wait(() => (user.wire.unread.includes("{") ? true : null));
      const end = user.wire.unread.toString().split("{")[0] ?? "";
      if (text !== "one line") assertThat(end.includes("\n"), "a line feed behind each message", end);
      const { bytes } = await user.expectMessage();
      assertThat(!bytes.includes(0x0a), "one line", bytes);
    }
  },
};
