import { readServerText, serverTexts } from "@chat/protocol";
import { assertSame, assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

const CONTRACT = ["/standard", "/list", "/time", "/help", "/shout"];

/** Time for an answer, in milliseconds: 30 s by [C-68], and as much for a busy machine. */
const ANSWER_MS = 60_000;

export const check: ServerCheck = {
  title: "answers each further command that /help lists, once, by no text that means something else",
  rules: ["C-100", "C-68"],
  stage: "speaks",
  mend: "Give every command of your own one answer from SERVER, which begins like no text of the contract.",
  needs: ["endpoints"],
  async run(scene) {
    const ada = await scene.join("ada");
    const { msg } = await ada.ask("/help", /^Available commands: /);
    const own = (serverTexts.help.read(msg) ?? []).filter((name) => !CONTRACT.includes(name));
    for (const name of own) {
      ada.say(name, "?");
      const answer = await ada.next(`the answer to ${name}`, ["C-100"], undefined, ANSWER_MS);
      assertSame(answer.from.name, "SERVER", ["C-61"]);
      const kind = readServerText(answer.msg)?.kind ?? null;
      const isFree = kind === null || kind === "endpointFailed" || kind === "messageRefused";
      assertThat(isFree, `an answer of ${name} that is no text of the contract`, answer.msg);
      await ada.expectNothing(`one answer of ${name}`, ["C-100"]);
    }
  },
};
