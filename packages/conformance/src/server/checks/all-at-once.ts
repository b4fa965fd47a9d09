import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "serves a client that sends its name and all its messages at once, and then only reads",
  rules: ["C-30", "C-35"],
  stage: "joins",
  mend: "Keep what comes behind the name for the messages, and handle it after the welcome, even when the input is over by then.",
  needs: ["leaves", "every-cut"],
  async run(scene) {
    for (const behindName of ["\n", ""]) {
      const ada = await scene.visit(scene.name("ada"));
      const requests = [ada.write("/nothing", "?"), ada.write("/standard", "?"), ada.write("/time", "?")];
      // As `printf … | nc -N` does it.
      ada.wire.send(`${ada.name}${behindName}${requests.join("")}`);
      ada.wire.end();
      await ada.welcome(["C-30"]);
      await ada.expectText(/^❌ Error: Unknown command /, ["C-30"]);
      await ada.expectText(/^JSON STD: /, ["C-30"]);
      await ada.expectText(/^Server time: /, ["C-30"]);
      await ada.expectEnd(["C-35"]);
    }
  },
};
