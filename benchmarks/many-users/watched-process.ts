import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Time that a process has to end by itself before it is killed. */
const STOP_GRACE_MS = 10_000;

/** However this program ends, none of these stays behind. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A child that has to live until it is told to end: when it ends before, `failed` rejects. */
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
    // Whoever does not wait for it when it fails hears of it at the next question.
    promise.catch(() => undefined);
    this.failed = promise;
    running.add(child);
  }

  /** Asks it to end, and waits until it is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    this.#isEnding = true;
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, "exit");
      this.#child.kill(signal);
      const kill = setTimeout(() => this.#child.kill("SIGKILL"), STOP_GRACE_MS);
      await ended;
      clearTimeout(kill);
    }
    running.delete(this.#child);
  }
}
