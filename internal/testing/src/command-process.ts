import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { PATIENCE_MS } from "./waiting/changes.ts";

/** Options of a command besides its flags. */
export interface CommandOptions {
  /** Variables beside PATH and the compile cache. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Flags for Node, before the script. */
  readonly nodeArgs?: readonly string[];
}

/** The exit code, or the signal that killed it. */
export type Ending = number | NodeJS.Signals;

/** One of our commands as users run it, from its sources and through pipes: `await using` kills what a failed test left. */
export class CommandProcess implements AsyncDisposable {
  /** All of its standard output so far. */
  output = "";
  /** All of its standard error so far. */
  errors = "";
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #exited: Promise<Ending>;
  readonly #closed: Promise<Ending>;

  /** @param cli - path of the script */
  constructor(cli: string, args: readonly string[], { environment = {}, nodeArgs = [] }: CommandOptions = {}) {
    const { PATH, NODE_COMPILE_CACHE = "" } = process.env;
    this.#child = spawn(process.execPath, ["--conditions=@chat/source", ...nodeArgs, cli, ...args], {
      env: { PATH, NODE_COMPILE_CACHE, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.output += text;
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.errors += text;
    });
    // A process that has ended reads no more.
    this.#child.stdin.on("error", () => undefined);
    this.#exited = this.#waitForEnding("exit");
    this.#closed = this.#waitForEnding("close");
  }

  /** The process reads here what is written. */
  get input(): Writable {
    return this.#child.stdin;
  }

  /** Paused or destroyed, it is a reader that rests or has gone. */
  get stdout(): Readable {
    return this.#child.stdout;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async waitForOutput(pattern: RegExp, patienceMs: number = PATIENCE_MS): Promise<void> {
    const deadline = AbortSignal.timeout(patienceMs);
    while (!pattern.test(this.output)) {
      await Promise.race([once(this.#child.stdout, "data", { signal: deadline }), this.#failWhenClosed(pattern)]);
    }
  }

  /** Waits for its end, and for all of its output. */
  closed(): Promise<Ending> {
    return this.#closed;
  }

  /** Waits for its end alone: its output may be unread. */
  exited(): Promise<Ending> {
    return this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    this.#child.stdout.destroy();
    await this.#exited;
  }

  async #waitForEnding(event: "exit" | "close"): Promise<Ending> {
    const [code, signal] = await once(this.#child, event);
    return code ?? signal;
  }

  async #failWhenClosed(pattern: RegExp): Promise<never> {
    await this.#closed;
    throw new Error(`The process ended before it printed ${pattern}. It printed:\n${this.output}\n${this.errors}`);
  }
}
