import type { ClientCheck } from "../client-check.ts";

const TEXTS = ["Weather: new-endpoint.", "Notice: new-notice.", "⛔ Error: new-error.", "❌ Error: new-failure."];

export const check: ClientCheck = {
  title: "shows texts of the server that it does not know",
  rules: ["C-69", "C-73", "C-74"],
  stage: "told-off",
  mend: "Show each text of SERVER, also one that you do not know: other servers have more endpoints and more notices.",
  needs: ["shows-message"],
  async run(scene) {
    const user = await scene.join();
    for (const text of TEXTS)
      await scene.deliver(user, user.write("SERVER", text), text.split(" ").at(-1) ?? "", ["C-74"]);
    scene.assertOnline(user, ["C-73"]);
    user.assertQuiet("no answer to a text of the server", ["C-69"]);
  },
};
