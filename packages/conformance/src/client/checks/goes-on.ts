import { setTimeout as pause } from "node:timers/promises";
import type { ClientCheck } from "../client-check.ts";

/** Time in which a program that can't take a message shows that it has ended, in milliseconds. */
const STEP_MS = 400;

export const check: ClientCheck = {
  title: "goes on after every message that a server may write",
  rules: ["C-3", "C-10", "C-13", "C-74", "C-103"],
  stage: "frames",
  mend: "Let nothing that is read end the program: find each message by its braces or by line, and read it with a JSON parser. What you do not know is a text to show.",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    const odd = `{"msg":"odd","to":"${user.name}","from":{"ip":"","name":"msg"}}\n`;
    const steps: [`C-${number}`, string][] = [
      ["C-10", user.write("Bob", "one") + user.write("Bob", "two")],
      ["C-3", odd],
      ["C-3", user.write("Bob", "\u0000\u001b[0m\u2028👋")],
      ["C-3", user.write("Bob", "")],
      ["C-103", user.write("to", "from a shout", "Everyone")],
      ["C-74", user.write("SERVER", "⛔ Error: A text of tomorrow.")],
      ["C-13", user.write("Bob", "x".repeat(200_000))],
    ];
    for (const [rule, line] of steps) {
      user.wire.send(line);
      await pause(STEP_MS);
      scene.assertOnline(user, [rule]);
    }
  },
};
