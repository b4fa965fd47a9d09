import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { PATIENCE_MS, TestPeer } from "@chat/testing";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

/** How the output tells the port, in either format. */
const LISTENING = /(?:127\.0\.0\.1:|"port":)(\d+)/;

/** How to start a process besides its flags. */
interface ProcessOptions {
  readonly environment?: Record<string, string>;
  /** Flags for Node, before the script. */
  readonly nodeArgs?: readonly string[];
}

/** The exit code, or the signal that killed it. */
type Ending = number | NodeJS.Signals;

/** The command as users run it, in a process of its own: `await using` kills what a failed test left. */
export class ChatServerProcess implements AsyncDisposable {
  /** All of its standard output so far. */
  output = "";
  /** All of its standard error so far. */
  errors = "";
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #exited: Promise<Ending>;
  readonly #closed: Promise<Ending>;

  constructor(args: readonly string[], { environment = {}, nodeArgs = [] }: ProcessOptions = {}) {
    this.#child = spawn(process.execPath, ["--conditions=@chat/source", ...nodeArgs, CLI, ...args], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.output += text;
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.errors += text;
    });
    this.#exited = this.#waitForEnding("exit");
    this.#closed = this.#waitForEnding("close");
  }

  /** Starts a server on a port of the system's choice, and waits until it listens. */
  static async start(...args: string[]): Promise<ChatServerProcess> {
    return ChatServerProcess.startWith({}, ...args);
  }

  /** The same with a say in the environment and in Node's flags. */
  static async startWith(options: ProcessOptions, ...args: string[]): Promise<ChatServerProcess> {
    const server = new ChatServerProcess(["--host", "127.0.0.1", "--port", "0", ...args], options);
    await server.waitForOutput(LISTENING);
    return server;
  }

  get stdout(): Readable {
    return this.#child.stdout;
  }

  /** The port, as the output tells it. */
  get port(): number {
    return Number(LISTENING.exec(this.output)?.[1]);
  }

  /** The lines of a JSON log, parsed one by one. */
  get events(): { readonly [field: string]: unknown }[] {
    return this.output
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }

  /** Joins as a client of ours, and reads the welcome. */
  async join(name: string): Promise<TestPeer> {
    const peer = await TestPeer.connect({ port: this.port });
    peer.write(`${name}\n`);
    const welcome = await peer.nextText();
    if (!welcome.startsWith("Welcome ")) throw new Error(`Expected a welcome, not ${JSON.stringify(welcome)}.`);
    return peer;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
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
