import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { choosePort } from "@chat/proxy";
import { Changes, PATIENCE_MS } from "../waiting/changes.ts";
import { findNatsServer } from "./find-nats-server.ts";

/** Number of tries of the first start: another program may take the chosen port first. */
const PORT_ATTEMPTS = 5;

/** Part of the output that an error shows, in characters. */
const SHOWN_OUTPUT = 4_000;

/** Options of a server. */
export interface NatsServerOptions {
  /** The folder that keeps what JetStream stores, which is left there; without it a temporary one, which is removed. */
  readonly storeFolder?: string;
  /**
   * True when it stores anything.
   * @default true
   */
  readonly hasJetStream?: boolean;
  /** More flags for `nats-server`. */
  readonly args?: readonly string[];
}

/**
 * A nats-server with JetStream in a process of its own, on loopback. It chooses a port at its first start; later starts have
 * the same port and the same store. `await using` kills it.
 */
export class NatsServer implements AsyncDisposable {
  /** All that it has printed, over all its starts. */
  output = "";
  #port = 0;
  #process: ChildProcessByStdio<null, null, Readable> | null = null;
  /** Position in the output at which the last start begins. */
  #startOfRun = 0;
  readonly #changes = new Changes();
  readonly #file: string;
  readonly #folder: string;
  readonly #isFolderTemporary: boolean;
  readonly #args: readonly string[];

  private constructor(
    file: string,
    folder: string,
    { storeFolder, hasJetStream = true, args = [] }: NatsServerOptions,
  ) {
    this.#file = file;
    this.#folder = folder;
    this.#isFolderTemporary = storeFolder === undefined;
    this.#args = hasJetStream ? ["--jetstream", "--store_dir", folder, ...args] : args;
  }

  /** Starts one, and waits until it takes connections. */
  static async start(options: NatsServerOptions = {}): Promise<NatsServer> {
    const file = findNatsServer();
    if (file === null) throw new Error("There is no nats-server. Install it (on Debian: apt-get install nats-server).");
    const server = new NatsServer(file, options.storeFolder ?? (await mkdtemp(join(tmpdir(), "chat-nats-"))), options);
    try {
      await server.#startFirst();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The port for clients, which stays the same. */
  get port(): number {
    return this.#port;
  }

  /** URL for clients. */
  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  /** The process, to measure it. Throws while there is none. */
  get pid(): number {
    if (this.#process?.pid === undefined) throw new Error("The nats-server is not running.");
    return this.#process.pid;
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  /** Sends a signal that doesn't end it, such as SIGSTOP and SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Ends it, by default without any goodbye, and waits until it is gone. Does nothing when it isn't running. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const running = this.#process;
    if (running === null) return;
    const closed = once(running, "close");
    running.kill(signal);
    // A process that is stopped takes no other signal before it continues.
    running.kill("SIGCONT");
    await closed;
  }

  /** Starts it again on the same port with the same store, after a kill when it runs, and waits until it takes connections. */
  async restart(): Promise<void> {
    await this.kill();
    this.#spawn();
    await this.waitForOutput(/Server is ready/);
  }

  /** Waits until it has printed something since its last start. Rejects when it ends before, and when that takes too long. */
  async waitForOutput(pattern: RegExp, patienceMs: number = PATIENCE_MS): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!pattern.test(this.#outputOfRun())) {
      if (this.#process === null) throw this.#describeFailure(`It ended before it printed ${pattern}.`);
      const remainingMs = deadline - performance.now();
      if (remainingMs <= 0) throw this.#describeFailure(`In ${patienceMs} ms it has not printed ${pattern}.`);
      await this.#changes.after(this.#changes.count, remainingMs);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    if (this.#isFolderTemporary) await rm(this.#folder, { recursive: true, force: true });
  }

  async #startFirst(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.#port = await choosePort();
      try {
        await this.restart();
        return;
      } catch (error) {
        if (attempt === PORT_ATTEMPTS || !this.#outputOfRun().includes("address already in use")) throw error;
      }
    }
  }

  #spawn(): void {
    this.#startOfRun = this.output.length;
    const child = spawn(this.#file, ["--addr", "127.0.0.1", "--port", `${this.#port}`, ...this.#args], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#process = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.output += text;
      this.#changes.notify();
    });
    child.on("error", (error) => {
      this.output += `${error.message}\n`;
    });
    child.on("close", () => {
      this.#process = null;
      this.#changes.notify();
    });
  }

  #outputOfRun(): string {
    return this.output.slice(this.#startOfRun);
  }

  #describeFailure(what: string): Error {
    return new Error(
      `The nats-server at ${this.url} failed. ${what} The end of its output:\n${this.output.slice(-SHOWN_OUTPUT)}`,
    );
  }
}
