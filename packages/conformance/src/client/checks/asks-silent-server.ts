import { assertThat } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

/** Time in which requests of the start are answered, in milliseconds. From then on the server is dead. */
const START_MS = 2_000;
/** Time for the request: 20 s, and as much for a busy machine. */
const ASK_MS = 40_000;
/** Time for giving up: 10 s, or 40 s for an early request, which nobody asked because of the silence; and some for a busy machine. */
const [EARLY_MS, GIVE_UP_MS, EARLY_GIVE_UP_MS] = [15_000, 30_000, 80_000];
/** Less than the 10 s that an answer has: the kit may see the question late. */
const MIN_ANSWER_MS = 4_000;

export const check: ClientCheck = {
  title: "asks a silent server for the time, and hangs up when nothing comes",
  rules: ["C-92"],
  stage: "comes-back",
  mend: "When nothing has come for 20 s, ask for /time. When nothing comes for 10 s more, close the connection and come back.",
  level: "gold",
  needs: ["sends-name"],
  isLong: true,
  async run(scene) {
    const user = await scene.join();
    await user.serveToEnd(START_MS);
    const deadAt = performance.now();
    const asked = await user.next(ASK_MS);
    const askedAt = performance.now();
    assertThat(asked?.to.startsWith("/") === true, "a request for /time", { words: "none in time" });
    const isEarly = askedAt - deadAt < EARLY_MS;
    await user.wire.ended(isEarly ? EARLY_GIVE_UP_MS : GIVE_UP_MS);
    const waited = performance.now() - askedAt;
    const came = { words: `${(waited / 1_000).toFixed(1)} s after the request the connection is ${user.wire.ending}` };
    assertThat(user.wire.ending !== "open", "the program hangs up", came);
    assertThat(waited > MIN_ANSWER_MS, "10 s for the answer", came);
  },
};
