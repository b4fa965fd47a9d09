import { once } from "node:events";
import { assertThat } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

/** Time in which a closed connection answers bytes with a reset, in milliseconds. */
const RESET_MS = 1_000;

export const check: ClientCheck = {
  title: "shuts down its side when it leaves, and reads to the end",
  rules: ["C-35"],
  stage: "survives",
  mend: {
    any: "Shut down your side of the connection alone, and read on until the server closes, for at most 7 s.",
    python: "connection.shutdown(socket.SHUT_WR), then recv until it returns b''.",
    java: "socket.shutdownOutput(), then read until -1.",
  },
  level: "gold",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join();
    await scene.act("leave");
    await user.serveToEnd();
    assertThat(user.wire.ending === "ended", "the end of what the program sends", { words: user.wire.ending });
    user.say("SERVER", "a last answer");
    const reset = once(user.wire.socket, "close", { signal: AbortSignal.timeout(RESET_MS) });
    await reset.catch(() => undefined);
    assertThat(!user.wire.socket.destroyed, "the program reads on", { words: "it has closed its connection" });
  },
};
