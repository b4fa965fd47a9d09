import { assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

/** Time for an answer before a request shows that there is none, in milliseconds. */
const HEAD_START_MS = 1_000;

export const check: ServerCheck = {
  title: "answers a message in another's name with an error, and delivers it to nobody",
  rules: ["C-50"],
  stage: "told-off",
  mend: "Compare from.name with the name of the connection. Answer another one with ⛔ Error: … and deliver nothing.",
  needs: ["delivers"],
  async run(scene) {
    const [ada, bob] = [await scene.join("ada"), await scene.join("bob")];
    for (const name of [bob.name, "SERVER", "", "Eve"]) {
      for (const to of [bob.name, ada.name, "/shout", "/time"]) {
        ada.say(to, "not from me", { name });
        // A request behind it could come in the same read, which is the matter of other checks.
        const answer = (await ada.wire.wait(() => ada.takeNow(), HEAD_START_MS)) ?? (await ada.fence(["C-50"]))[0];
        const isRefused = answer?.msg.startsWith("⛔ Error: ") === true;
        assertThat(isRefused, "an answer that starts with ⛔ Error:", answer?.bytes ?? { words: "no answer" });
      }
    }
    await ada.expectNothing("one answer to each", ["C-69"]);
    await bob.expectNothing("no message in another's name");
    // The own name with white space around it is the own name [C-44].
    ada.say(bob.name, "from me", { name: ` ${ada.name} ` });
    await bob.expectText("from me", ["C-50"], ada.name);
  },
};
