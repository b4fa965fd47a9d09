import { playCases } from "../play-cases.ts";
import type { ServerCheck } from "../server-check.ts";

const HELP =
  /^Available commands: \n \/standard, \/list, \/time, \/help, \/shout(, \/[^\n]*)? \n Note: Write them when asking 'to:' to receive the correct response!$/;
const STRUCTURE =
  /^JSON STD: \n \s*\{\s*"from": \{\s*"name": "\.\.\.",\s*"ip": "\.\.\."\s*\},\s*"to": "\.\.\.",\s*"msg": "\.\.\."\s*\}\s*$/;

export const check: ServerCheck = {
  title: "answers /time, /help and /standard with the texts of the contract, whatever msg is",
  rules: ["C-61", "C-64", "C-65", "C-66"],
  stage: "speaks",
  mend: "Answer from SERVER to who asked, with the text of the contract; msg of the request does not matter.",
  needs: ["welcome"],
  async run(scene) {
    const cases = [
      { rule: "C-64", to: "/time", text: /^Server time: ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/ },
      { rule: "C-65", to: "/help", text: HELP },
      { rule: "C-66", to: "/standard", text: STRUCTURE },
      { rule: "C-61", to: "/list", text: /^Online users|^You are the only/ },
    ] as const;
    await playCases(scene, cases, async ({ rule, to, text }) => {
      const ada = await scene.join("ada");
      for (const msg of ["?", "anything at all"]) await ada.ask(to, text, [rule], msg);
    });
  },
};
