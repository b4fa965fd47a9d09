import { setTimeout as pause } from "node:timers/promises";
import type { ClientCheck } from "../client-check.ts";

/** More than all the buffers of a connection hold. */
const [LINES, LINE_LENGTH] = [600, 32_000];

/** Time in which a program writes until nobody takes more, in milliseconds. */
const FILLING_MS = 4_000;

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
    // A program that gets here later than this is not found out.
    await pause(FILLING_MS);
    await scene.deliver(user, user.write("Bob", "can-you-read."), "can-you-read.");
  },
};
