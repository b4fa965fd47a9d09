import { displayText } from "@chat/protocol";
import { assertSame, assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

const LIMIT = 65_536;

export const check: ServerCheck = {
  title: "takes a message of 65,536 bytes, and rejects one of 65,537 with an answer before it closes",
  rules: ["C-13"],
  stage: "frames",
  mend: "Count the bytes of an object from its first brace to its last, also of one that came in one read. When one more than 65,536 comes, answer ⛔ Error: …, shut down your side, throw away what still comes for at most 2 s, and close.",
  needs: ["every-cut", "rejects"],
  async run(scene) {
    const ada = await scene.join("ada");
    const textOf = (bytes: number) => "x".repeat(bytes - ada.write(ada.name, "").length);
    for (const bytes of [LIMIT - 1, LIMIT]) {
      ada.say(ada.name, textOf(bytes));
      const { msg } = await ada.next(`the message of ${bytes} bytes`);
      assertSame(msg, textOf(bytes));
    }
    ada.say(ada.name, textOf(LIMIT + 1));
    const { msg } = await ada.next("⛔ Error: … for a message of 65,537 bytes");
    const came = { words: `another answer to the message of 65,537 bytes: "${displayText(msg.slice(0, 60))}"` };
    assertThat(msg.startsWith("⛔ Error: "), "⛔ Error: … for a message of 65,537 bytes", came);
    await ada.expectEnd(["C-13"]);
  },
};
