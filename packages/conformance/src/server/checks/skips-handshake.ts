import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "takes the name from a first message, and refuses a client whose first message is none",
  rules: ["C-32"],
  stage: "joins",
  mend: "When the first character is a brace, the name is from.name of that first message. Refuse the client when it is no message.",
  needs: ["refuses"],
  async run(scene) {
    const ada = await scene.visit(scene.name("ada"));
    ada.say("/time", "?");
    await ada.welcome(["C-32"]);
    await ada.expectText(/^Server time: /);
    for (const first of ['{"x": 1}', ada.write("/time", "?", { name: "a{b" })]) {
      const eve = await scene.visit("Eve");
      eve.wire.send(`${first}\n`);
      await eve.expectRefusal(/^⛔ Error: /);
    }
  },
};
