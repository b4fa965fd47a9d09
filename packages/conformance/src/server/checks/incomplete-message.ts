import { setTimeout as pause } from "node:timers/promises";
import { assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "gives up a message that is not over 30 s after its first byte, and says so",
  rules: ["C-14"],
  stage: "told-off",
  mend: "Note when the first byte of a message came. When the message is not over 30 s later, answer ⛔ Error: … and close, even if bytes still trickle in.",
  needs: ["welcome"],
  isLong: true,
  async run(scene) {
    const [ada, bob] = [await scene.join("ada"), await scene.join("bob")];
    await Promise.all([
      // A message that is whole after 25 s is none of those.
      (async () => {
        const message = bob.write("/time", "?");
        bob.wire.send(message.slice(0, 20));
        await pause(25_000);
        bob.wire.send(message.slice(20));
        await bob.expectText(/^Server time: /);
      })(),
      (async () => {
        ada.wire.send('{"from": {"name": "');
        const startedAt = performance.now();
        const trickle = setInterval(() => ada.wire.send("x"), 4_000);
        try {
          // An answer that came too early is seen at once after this.
          await pause(25_000);
          await ada.expectText(/^⛔ Error: /);
        } finally {
          clearInterval(trickle);
        }
        const seconds = (performance.now() - startedAt) / 1_000;
        const words = `an answer after ${seconds.toFixed(1)} s or less`;
        assertThat(seconds > 29, "an answer after 30 s", { words });
        if (!(await ada.wire.ended())) throw ada.wire.unexpected("the end of the connection");
      })(),
    ]);
  },
};
