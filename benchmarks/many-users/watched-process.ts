import type { ChildProcess } from "node:child_process";
import { killAtExit, stopProcess } from "../load/child-process.ts";

/** Time that a process has to end by itself before it is killed. */
const STOP_GRACE_MS = 10_000;

/** A child that has to run until `end`: when it ends before, `failed` rejects. */
export class WatchedProcess {
  readonly name: string;
  readonly pid: number;
  /** Rejects when the process has ended by itself, with what it said last. */
  readonly failed: Promise<never>;
  readonly #child: ChildProcess;
  #isEnding = false;

  /** @param lastWords - what the process printed last */
  constructor(name: string, child: ChildProcess, lastWords: () => string) {
    if (child.pid === undefined) throw new Error(`${name} can't be started.`);
    this.name = name;
    this.pid = child.pid;
    this.#child = child;
    const { promise, reject } = Promise.withResolvers<never>();
    child.once("exit", (code, signal) => {
      if (!this.#isEnding) reject(new Error(`${name} has ended (${signal ?? `code ${code}`}).\n${lastWords()}`));
    });
    // A caller that does not wait for it yet hears of it at the next question.
    promise.catch(() => undefined);
    this.failed = promise;
    killAtExit(child);
  }

  /** Asks it to end, and waits until it is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    this.#isEnding = true;
    await stopProcess(this.#child, signal, STOP_GRACE_MS);
  }
}
