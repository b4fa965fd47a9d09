import type { ClientCheck } from "../client-check.ts";

/** More than all the buffers of a connection hold. */
const [LINES, LINE_LENGTH] = [600, 32_000];

export const check: ClientCheck = {
  title: "goes on reading while the server takes nothing",
  rules: ["C-15"],
  stage: "survives",
  mend: "Go on reading while a write is held up: read and write in two threads, or without blocking.",
  level: "gold",
  needs: ["shows-message", "sends-direct"],
  async run(scene) {
    scene.assertNoTerminal();
    const user = await scene.join(["Bob"]);
    user.wire.socket.pause();
    for (let line = 0; line < LINES; line += 1) await scene.act("direct", { to: "Bob", text: "x".repeat(LINE_LENGTH) });
    await scene.deliver(user, user.write("Bob", "can-you-read."), "can-you-read.");
  },
};
