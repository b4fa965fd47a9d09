import { assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "delivers a message to its receiver alone, oneself included, and does not answer it",
  rules: ["C-60", "C-69"],
  stage: "speaks",
  mend: "Write a message to the connection of its receiver, who may be its sender, and to nobody else. Only what was not delivered is answered.",
  needs: ["welcome"],
  async run(scene) {
    const [ada, bob] = [await scene.join("ada"), await scene.join("bob")];
    // A second answer would be taken for the next one.
    await ada.ask("/time", /^Server time: /, ["C-69"]);
    await ada.ask("/standard", /^JSON STD: /, ["C-69"]);
    for (const receiver of [bob, ada]) {
      ada.say(receiver.name, "hello");
      await receiver.expectText("hello", ["C-60"], ada.name);
      const [more] = await ada.fence();
      const rules = more?.from.name === "SERVER" ? (["C-69"] as const) : (["C-60"] as const);
      assertThat(!more, "no answer to what was delivered", more?.bytes ?? "", rules);
      await bob.expectNothing("each message once, and only its receiver's", ["C-60"]);
    }
  },
};
