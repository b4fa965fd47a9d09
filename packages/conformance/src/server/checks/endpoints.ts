import { assertSame } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

const HELP =
  /^Available commands: \n \/standard, \/list, \/time, \/help, \/shout(, \/[^\n]*)? \n Note: Write them when asking 'to:' to receive the correct response!$/;

export const check: ServerCheck = {
  title: "answers /time, /help and /standard with the texts of the contract, whatever msg is",
  rules: ["C-61", "C-64", "C-65", "C-66", "C-4"],
  stage: "speaks",
  mend: "Answer from SERVER to who asked, with the text of the contract; msg of the request does not matter.",
  needs: ["welcome"],
  async run(scene) {
    const ada = await scene.join("ada");
    for (const msg of ["", "anything { at all"]) {
      await ada.ask("/time", /^Server time: ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, ["C-64"], msg);
      await ada.ask("/help", HELP, ["C-65"], msg);
      const { msg: standard } = await ada.ask("/standard", /^JSON STD: \n /, ["C-66"], msg);
      const structure = { from: { name: "...", ip: "..." }, to: "...", msg: "..." };
      assertSame(standard.slice("JSON STD: \n ".length).replace(/\s/g, ""), JSON.stringify(structure), ["C-66"]);
    }
  },
};
