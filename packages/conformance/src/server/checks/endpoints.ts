import { assertSame } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

const MEND = "Answer from SERVER to who asked, with the text of the contract; msg of the request does not matter.";

export const check: ServerCheck = {
  title: "answers /time, /help and /standard with the texts of the contract, whatever msg is",
  rules: ["C-61", "C-64", "C-65", "C-66", "C-4"],
  stage: "speaks",
  needs: ["welcome"],
  async run(scene) {
    const ada = await scene.join("ada");
    for (const msg of ["", "anything { at all"]) {
      ada.say("/time", msg);
      await ada.expectText(/^Server time: ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, MEND, ["C-64"]);
      ada.say("/help", msg);
      const end = "Note: Write them when asking 'to:' to receive the correct response!";
      const help = new RegExp(`^Available commands: \n /standard, /list, /time, /help, /shout(, /[^\n]*)? \n ${end}$`);
      await ada.expectText(help, MEND, ["C-65"]);
      ada.say("/standard", msg);
      const { msg: standard } = await ada.expectText(/^JSON STD: \n /, MEND, ["C-66"]);
      const structure = { from: { name: "...", ip: "..." }, to: "...", msg: "..." };
      assertSame(compact(standard.slice("JSON STD: \n ".length)), JSON.stringify(structure), MEND, ["C-66"]);
    }
  },
};

function compact(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}
