import { Failure } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "welcomes a user whose name ends with a line feed",
  rules: ["C-33", "C-30"],
  stage: "joins",
  async run(scene) {
    const ada = await scene.join("ada");
    const bob = await scene.join("bob");
    bob.say(bob.name, "a first message");
    const echo = await bob.next("its own message", "Deliver a message to oneself like any other.", ["C-60"]);
    if (echo.msg !== "a first message")
      throw new Failure({
        rules: ["C-60"],
        expected: "a first message",
        came: echo.msg,
        mend: "Deliver the text as it is.",
      });
    await ada.expectNothing(
      "nothing, since the message was to another user",
      "Deliver a message to its receiver alone.",
      ["C-60"],
    );
  },
};
