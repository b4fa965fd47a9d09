import { setTimeout as pause } from "node:timers/promises";
import { Failure, NotJudged } from "../checks/failure.ts";

/** Tries of a scene that depends on 50 ms, and the time after which a failure has nothing to do with them, in milliseconds. */
const [TRIES, LATE_MS] = [20, 5_000];
/** Pause behind a try for which the kit itself was too late, in milliseconds: the machine may be less busy then. */
const PAUSE_MS = 50;

/**
 * Plays a scene in which a pause of 50 ms ends something. On a busy machine the kit may have paused too long, which throws
 * NotJudged, or the server may have read too late: then it is played again. A fault shows each time.
 */
export async function playInTime(play: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const startedAt = performance.now();
    try {
      return await play();
    } catch (error) {
      const isKnown = error instanceof Failure || error instanceof NotJudged;
      if (!isKnown || tries === TRIES || performance.now() - startedAt > LATE_MS) throw error;
      if (error instanceof NotJudged) await pause(PAUSE_MS);
    }
  }
}
