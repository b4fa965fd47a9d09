import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "shows two messages that come in one read",
  rules: ["C-10", "C-22"],
  stage: "frames",
  mend: {
    any: "Keep what you have read in a buffer, and take messages out of it by their braces, or by line, until none is complete.",
    python: "Read by line: `for line in connection.makefile('rb'): show(json.loads(line))`.",
  },
  needs: ["shows-message"],
  async run(scene) {
    const user = await scene.join();
    user.assertFrames();
    user.wire.send(user.write("Bob", "first-of-two") + user.write("Bob", "second-of-two"));
    await scene.expectShown("first-of-two");
    await scene.expectShown("second-of-two");
  },
};
