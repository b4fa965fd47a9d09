import { cutToBytes } from "@chat/protocol";
import { playCases } from "../play-cases.ts";
import type { ServerCheck } from "../server-check.ts";

/** Texts in the place of a user: white space, quotes, reserved names, and lengths around 64 bytes with a character that is not cut. */
const USERS = ["", "  nobody-here ", "it's-nobody", "Guest", "x".repeat(64), "x".repeat(65), `${"x".repeat(63)}é`];

const CASES = [
  ...USERS.map((to) => ({ rule: "C-60", to }) as const),
  ...["/nothing-here", "/", `/${"é".repeat(40)}`].map((to) => ({ rule: "C-67", to }) as const),
  ...["/TIME", "/time ", "/Shout"].map((to) => ({ rule: "C-61", to }) as const),
  { rule: "C-4", to: " /time" } as const,
  { rule: "C-63", to: "Everyone" } as const,
  // A program that searches for keys takes these names for keys.
  ...["msg", "to"].map((to) => ({ rule: "C-3", to }) as const),
];

export const check: ServerCheck = {
  title: "says which user or command it does not know, and cuts a long name",
  rules: ["C-3", "C-4", "C-60", "C-61", "C-63", "C-67"],
  stage: "told-off",
  mend: "Quote the receiver as its sender wrote it, and cut it between two characters after at most 64 bytes, with … behind the cut. Only a receiver that starts with / is a command, in exactly this spelling.",
  needs: ["welcome"],
  async run(scene) {
    await playCases(scene, CASES, async ({ rule, to }) => {
      const quoted = cutToBytes(to);
      const command = `❌ Error: Unknown command '${quoted}'. Send a message to /help for the list.`;
      using ada = await scene.join("ada");
      await ada.ask(to, to.startsWith("/") ? command : `❌ Error: User '${quoted}' not found.`, [rule], "hello?");
      await ada.expectNothing("one answer", ["C-69"]);
    });
  },
};
