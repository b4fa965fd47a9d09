import { setTimeout as pause } from "node:timers/promises";
import { assertThat } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

/** Time in which a closed connection answers bytes with a reset, in milliseconds. */
const RESET_MS = 500;

export const check: ClientCheck = {
  title: "shuts down its side when it leaves, and reads to the end",
  rules: ["C-35"],
  stage: "survives",
  mend: {
    any: "Shut down your side of the connection alone, and read on until the server closes, for at most 7 s.",
    python: "connection.shutdown(socket.SHUT_WR), then recv until it returns b''.",
    perl: "shutdown($socket, 1), then sysread until it returns 0.",
    java: "socket.shutdownOutput(), then read until -1.",
  },
  level: "gold",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join();
    await scene.act("leave");
    await user.serveToEnd();
    assertThat(user.wire.ending === "ended", "the end of what the program sends", { words: user.wire.ending });
    // The first is answered with a reset, and only the next write shows that.
    for (const text of ["a last answer", "and one more"]) {
      user.say("SERVER", text);
      await pause(RESET_MS);
    }
    assertThat(!user.wire.socket.destroyed, "the program reads on", { words: "it has closed its connection" });
  },
};
