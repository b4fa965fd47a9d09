import { MAX_SERVER_MESSAGE_BYTES } from "@chat/protocol";
import { assertThat } from "../../checks/failure.ts";
import { PATIENCE_MS } from "../../wire/wire.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "hangs up when a message has no end, or is not UTF-8",
  rules: ["C-2", "C-13"],
  stage: "survives",
  mend: "Close the connection when an object has more than 262,144 bytes, or bytes are not UTF-8: nobody can say where the next message begins.",
  level: "gold",
  needs: ["shows-large-message"],
  async run(scene) {
    for (const [rule, text] of [
      ["C-13", "x".repeat(MAX_SERVER_MESSAGE_BYTES)],
      ["C-2", "\xe9"],
    ] as const) {
      const user = await scene.join();
      const message = user.write("Bob", "@").replace("@", text);
      user.wire.send(Buffer.from(rule === "C-13" ? message.slice(0, -3) : message, "latin1"));
      const hasEnded = await user.wire.ended(PATIENCE_MS);
      assertThat(hasEnded, "the end of the connection", { words: "the program stays connected" }, [rule]);
    }
  },
};
