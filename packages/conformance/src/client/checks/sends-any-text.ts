import { assertSame } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

const TEXTS = [
  '"quoted"',
  "back\\slash\\",
  "{braces}}",
  "', it's",
  "Zoë, Анна, 山田",
  "👋👩‍👩‍👧",
  `${"x".repeat(138)}👋👋`,
];

export const check: ClientCheck = {
  title: "sends every text as it was typed, in UTF-8",
  rules: ["C-2", "C-3"],
  stage: "speaks",
  mend: "Let a JSON library write the message: it escapes quotation marks and backslashes. Encode the result as UTF-8.",
  needs: ["sends-direct"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    for (const text of TEXTS) {
      await scene.sendToBob(`<${text}>`);
      const { msg } = await user.expectMessage();
      assertSame(msg, `<${text}>`);
    }
  },
};
