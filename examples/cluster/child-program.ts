import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";

/** Time that a program has to end by itself, in milliseconds. */
const STOP_PATIENCE_MS = 10_000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** A program that runs beside this one, and does not outlive it. */
export class ChildProgram {
  /** Resolves with how it ended: `code 1`, `SIGKILL`. */
  readonly ended: Promise<string>;
  readonly #child: Child;

  constructor(program: string, args: readonly string[]) {
    // In a process group of its own Ctrl-C does not reach it: it is told to stop when it is its turn.
    this.#child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
    this.ended = this.#waitForEnd();
    const kill = () => this.#child.kill("SIGKILL");
    process.on("exit", kill);
    this.ended.then(() => process.off("exit", kill));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Returns an output of the program, line by line. */
  linesOf(stream: "stdout" | "stderr"): Interface {
    return createInterface({ input: this.#child[stream] });
  }

  /** Asks it to end, as Ctrl-C does, and waits until it has; one that takes too long is killed. */
  async stop(): Promise<void> {
    this.#child.kill("SIGINT");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_PATIENCE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  async #waitForEnd(): Promise<string> {
    try {
      const [code, signal] = await once(this.#child, "close");
      return signal ?? `code ${code}`;
    } catch (error) {
      return String(error);
    }
  }
}
