import { setTimeout as pause } from "node:timers/promises";
import { serverTexts } from "@chat/protocol";
import type { ClientCheck } from "../client-check.ts";

/** Time for which nobody listens, in milliseconds: the first tries of the program fail. */
const DOWN_MS = 1_500;

export const check: ClientCheck = {
  title: "comes back by itself: after a restart of the server, last words, and words of a user",
  rules: ["C-90"],
  stage: "comes-back",
  mend: "Connect again by yourself when the connection has ended, whatever its end, and send your name first as before.",
  level: "gold",
  needs: ["sends-name"],
  isLong: true,
  async run(scene) {
    const first = await scene.join();
    scene.stopListening();
    first.say("SERVER", serverTexts.shuttingDown.write());
    first.wire.end();
    await pause(DOWN_MS);
    await scene.listen();
    const second = await scene.expectReturn();
    await scene.welcome(second);
    second.say("SERVER", serverTexts.disconnected.write("you read too slowly"));
    second.wire.end();
    const third = await scene.expectReturn();
    await scene.welcome(third);
    // These are the words of a user, whatever they say.
    await scene.say(third, "Bob", serverTexts.removedByOperator.write("too loud"));
    third.wire.end();
    const last = await scene.expectReturn();
    await scene.welcome(last);
    await pause(DOWN_MS);
    scene.assertOnline(last);
  },
};
