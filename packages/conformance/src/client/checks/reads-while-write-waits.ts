import { Failure, NotJudged } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

/** More than all the buffers of a connection hold. */
const [LINES, LINE_LENGTH] = [600, 32_000];

/** Time in which a program that can write takes a line, in milliseconds. */
const HELD_UP_MS = 2_000;
/** Messages that a program shows while it takes no line: one that is only slow, or for which the system finds room, takes one meanwhile. */
const ROUNDS = 3;
/** Age of a write that is held up, in milliseconds, at which a program on a busy machine may give it up before it has read what comes. */
const OLD_WRITE_MS = 3_000;
/** Time for which the server takes nothing, in milliseconds, after which a program may give the connection up, whatever it can read. */
const OLD_SILENCE_MS = 20_000;

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
    const pausedAt = performance.now();
    let typedAt = pausedAt;
    const expectRead = async (part: string) => {
      const now = performance.now();
      const isOld = now - typedAt > OLD_WRITE_MS || now - pausedAt > OLD_SILENCE_MS;
      await scene.deliver(user, user.write("Bob", part), part).catch((error: unknown) => {
        const hasGone = error instanceof Failure && isOld && scene.wires.length > 1;
        throw hasGone ? new NotJudged("this machine is too busy: the program gave up its write meanwhile") : error;
      });
    };
    for (let line = 1; line <= LINES; line += 1) {
      typedAt = performance.now();
      await scene.sendToBob("x".repeat(LINE_LENGTH));
      for (let round = 1; !(await scene.isInputTaken(HELD_UP_MS)); round += 1) {
        await expectRead(`can-you-read-${line}-${round}.`);
        if (round === ROUNDS) return;
      }
      // A server that is silent for long is given up [C-92].
      await expectRead(`can-you-read-${line}.`);
    }
    // It keeps all of it in its memory, and is never held up.
    await expectRead("can-you-read-all.");
  },
};
