import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "answers all that came before the client shut down its side, then closes and frees the name",
  rules: ["C-35", "C-46"],
  stage: "joins",
  mend: "Read until the input ends, answer all of it, then close. The name is free at once.",
  needs: ["welcome"],
  async run(scene) {
    const ada = await scene.join("ada");
    ada.wire.send(`${ada.write("/time", "?")}\n`);
    ada.wire.end();
    await ada.expectText(/^Server time: /, ["C-35"]);
    await ada.expectEnd(["C-35"]);
    await scene.joinAs(ada.name);
  },
};
