import { assertSame } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

const MEND =
  "Compare from.name with the name of the connection. Answer another one with ⛔ Error: … and deliver nothing.";

export const check: ServerCheck = {
  title: "answers a message in another's name with an error, and delivers it to nobody",
  rules: ["C-50"],
  stage: "told-off",
  needs: ["welcome"],
  async run(scene) {
    const [ada, bob] = [await scene.join("ada"), await scene.join("bob")];
    for (const [name, to] of [
      [bob.name, ada.name],
      ["SERVER", bob.name],
      ["", bob.name],
      [bob.name, "/shout"],
      ["Eve", "/time"],
    ] as const) {
      ada.say(to, "not from me", { name });
      await ada.expectText(/^⛔ Error: /, MEND);
    }
    await ada.expectNothing("one answer to each", MEND, ["C-69"]);
    await bob.expectNothing("no message in another's name", MEND);
    // Another spelling of the own name is the own name.
    ada.say(bob.name, "from me", { name: ` ${ada.name.toUpperCase()} ` });
    const { from, msg } = await bob.next("the message, since the names are the same [C-44]", MEND);
    assertSame(`${from.name}: ${msg}`, `${ada.name}: from me`, MEND);
  },
};
