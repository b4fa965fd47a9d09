import { cutToBytes } from "@chat/protocol";
import type { RuleNumber } from "../../contract/contract-rules.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "says which user or command it does not know, and cuts a long name",
  rules: ["C-60", "C-61", "C-63", "C-67", "C-4"],
  stage: "told-off",
  mend: "Quote the receiver as its sender wrote it, and cut it between two characters after at most 64 bytes, with … behind the cut.",
  needs: ["welcome"],
  async run(scene) {
    const ada = await scene.join("ada");
    const expectUnknown = async (to: string, rules: readonly RuleNumber[]) => {
      ada.say(to, "hello?");
      const quoted = cutToBytes(to);
      const command = `❌ Error: Unknown command '${quoted}'. Send a message to /help for the list.`;
      await ada.expectText(to.startsWith("/") ? command : `❌ Error: User '${quoted}' not found.`, rules);
    };
    const nobody = scene.name("nobody");
    // The empty name, white space around one, a quote inside, and lengths around 64 bytes, with a character that is not cut.
    const users = [nobody, "", `  ${nobody} `, `${nobody}' not`, "x".repeat(64), "x".repeat(65), `${"x".repeat(63)}é`];
    for (const to of [...users, " /time", "Guest", "SERVER"]) await expectUnknown(to, ["C-60"]);
    await expectUnknown("Everyone", ["C-63"]);
    for (const to of ["/nothing-here", "/", `/${"é".repeat(40)}`]) await expectUnknown(to, ["C-67"]);
    for (const to of ["/TIME", "/time ", "/Shout"]) await expectUnknown(to, ["C-61"]);
    await ada.expectNothing("one answer to each", ["C-69"]);
  },
};
