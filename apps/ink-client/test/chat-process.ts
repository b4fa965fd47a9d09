import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { PATIENCE_MS } from "@chat/testing";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

/** How to start a process besides its flags. */
interface ProcessOptions {
  readonly environment?: Record<string, string>;
  /** Flags for Node, before the script. */
  readonly nodeArgs?: readonly string[];
}

/** The exit code, or the signal that killed it. */
type Ending = number | NodeJS.Signals;

/** The command `chat` as users run it, through pipes: `await using` kills what a failed test left. */
export class ChatProcess implements AsyncDisposable {
  /** All of its standard output so far. */
  output = "";
  /** All of its standard error so far. */
  errors = "";
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #exited: Promise<Ending>;
  readonly #closed: Promise<Ending>;

  constructor(args: readonly string[], { environment = {}, nodeArgs = [] }: ProcessOptions = {}) {
    this.#child = spawn(process.execPath, ["--conditions=@chat/source", ...nodeArgs, CLI, ...args], {
      // Nothing is remembered where no folder can be.
      env: { PATH: process.env.PATH, XDG_CONFIG_HOME: "/dev/null", ...environment },
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

  /** Starts the plain mode, and waits until it has joined. */
  static async join(name: string, port: number, ...args: string[]): Promise<ChatProcess> {
    const chat = new ChatProcess(["--plain", "--name", name, "--port", `${port}`, ...args]);
    await chat.waitForOutput(/\* Joined /);
    return chat;
  }

  /** The process writes here what it reads from its standard input. */
  get input(): Writable {
    return this.#child.stdin;
  }

  /** The lines of its output, without the clock. */
  get events(): string[] {
    return this.output
      .split("\n")
      .flatMap((line) => /^\d\d:\d\d:\d\d (.*)$/.exec(line)?.[1] ?? (line === "" ? [] : line));
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Nobody reads its output any more, as behind `| head`. */
  closeOutput(): void {
    this.#child.stdout.destroy();
  }

  /** Nobody reads its output for a while. */
  pauseOutput(): void {
    this.#child.stdout.pause();
  }

  resumeOutput(): void {
    this.#child.stdout.resume();
  }

  async waitForOutput(pattern: RegExp): Promise<void> {
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    while (!pattern.test(this.output)) {
      await Promise.race([once(this.#child.stdout, "data", { signal: deadline }), this.#failWhenClosed(pattern)]);
    }
  }

  /** Waits for its end, and for all of its output. */
  closed(): Promise<Ending> {
    return this.#closed;
  }

  /** Waits for its end alone: nobody may read its output. */
  exited(): Promise<Ending> {
    return this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
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
