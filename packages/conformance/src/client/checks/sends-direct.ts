import { assertSame, NotJudged } from "../../checks/failure.ts";
import { PATIENCE_MS } from "../../wire/wire.ts";
import type { ClientCheck } from "../client-check.ts";
import type { PlayedUser } from "../played-user.ts";

/** Messages that are looked at of a program that speaks by itself, which may never stop. */
const MAX_MESSAGES = 20;

export const check: ClientCheck = {
  title: "sends a message to the user that was meant, under its own name",
  rules: ["C-3", "C-103"],
  stage: "speaks",
  mend: "Write an object with from (your name and any address), to (the receiver) and msg (the text), with a JSON library.",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    if (!scene.can("direct")) return await listen(user);
    await scene.sendToBob("how are you?");
    const message = await user.expectMessage({ rules: ["C-3"] });
    assertSame(message.to, "Bob", ["C-3"]);
    assertSame(message.msg, "how are you?", ["C-3"]);
    assertSame(message.from.name, scene.name, ["C-3"]);
  },
};

/** Judges what a program says of its own accord. @throws {NotJudged} when it says nothing */
async function listen(user: PlayedUser): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let count = 0; count < MAX_MESSAGES; count += 1) {
    const message = await user.next(deadline - performance.now());
    if (!message && user.wire.unread.toString().trim() !== "")
      throw user.wire.unexpected("the end of a message", ["C-12"]);
    if (!message && count === 0) throw new NotJudged('a recipe has to say how a person does "direct"');
    if (!message) return;
    assertSame(message.from.name, user.name, ["C-3"]);
    if (message.to.startsWith("/")) user.answer(message.to);
  }
}
