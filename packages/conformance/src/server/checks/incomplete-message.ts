import { setTimeout as pause } from "node:timers/promises";
import { assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

/** A message may take 30 s. One that is over after the first of these times is in time, and one that is not has an answer by the last, in milliseconds. */
const [OVER_MS, LATEST_MS] = [15_000, 60_000];

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
      (async () => {
        const message = bob.write("/time", "?");
        bob.wire.send(message.slice(0, 20));
        await pause(OVER_MS);
        bob.wire.send(message.slice(20));
        await bob.expectText(/^Server time: /);
      })(),
      (async () => {
        const startedAt = performance.now();
        ada.wire.send('{"from": {"name": "');
        const trickle = setInterval(() => ada.wire.send("x"), 4_000);
        const words = 'a text that starts with "⛔ Error: "';
        const answer = await ada.next(words, undefined, undefined, LATEST_MS).finally(() => clearInterval(trickle));
        const seconds = (performance.now() - startedAt) / 1_000;
        assertThat(answer.msg.startsWith("⛔ Error: "), words, answer.bytes);
        assertThat(seconds > 29, "an answer after 30 s", { words: `an answer after ${seconds.toFixed(1)} s` });
        if (!(await ada.wire.ended())) throw ada.wire.unexpected("the end of the connection");
      })(),
    ]);
  },
};
