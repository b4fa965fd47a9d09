import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../../../apps/server/src/cli.ts", import.meta.url));

/** Time limit for a start, in milliseconds: on a busy machine many start at once. */
const START_TIMEOUT_MS = 60_000;

/** Part of a node's log that is kept, in characters. */
const KEPT_LOG = 1_000_000;

/** A server of one chat in a process of its own. It can be started again, and is then another process with the same name. */
export class ServerNode {
  /** The end of its log, over all its starts. */
  log = "";
  readonly #args: readonly string[];
  readonly #onDeath: () => void;
  #process: ChildProcess | null = null;
  #isToEnd = false;
  #port = 0;

  /** @param onDeath - called when its process ends without having been killed */
  constructor(natsUrl: string, nodeName: string, namespace: string, onDeath: () => void) {
    const network = ["--host", "127.0.0.1", "--port", "0", "--nats", natsUrl, "--node-name", nodeName];
    this.#args = [...network, "--namespace", namespace, "--threads", "1", "--log-format", "json"];
    this.#onDeath = onDeath;
  }

  /** Port that it listens on; another one after each start. */
  get port(): number {
    return this.#port;
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  /** Starts it, and waits until it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ["--conditions=@chat/source", CLI, ...this.#args], {
      env: { PATH: process.env.PATH },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    this.#port = 0;
    this.#isToEnd = false;
    const listening = Promise.withResolvers<number>();
    createInterface(child.stdout).on("line", (line) => {
      this.#note(line);
      const port = /"event":"listening".*?"port":(\d+)/.exec(line)?.[1];
      if (port !== undefined) listening.resolve(Number(port));
    });
    createInterface(child.stderr).on("line", (line) => this.#note(line));
    child.on("exit", (code, signal) => {
      this.#process = null;
      this.#note(`(ended: ${signal ?? code})`);
      if (!this.#isToEnd) this.#onDeath();
    });
    child.on("close", () => listening.reject(this.#describeFailure("ended before it listened")));
    const timer = setTimeout(() => {
      listening.reject(this.#describeFailure(`has not listened within ${START_TIMEOUT_MS / 1_000} s`));
    }, START_TIMEOUT_MS);
    this.#port = await listening.promise.finally(() => clearTimeout(timer));
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Kills it without a goodbye. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    this.#isToEnd = true;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  /** Kills it at once, when nothing can be waited for. */
  killNow(): void {
    this.#isToEnd = true;
    this.#process?.kill("SIGKILL");
  }

  #note(line: string): void {
    this.log = `${this.log}${line}\n`.slice(-KEPT_LOG);
  }

  #describeFailure(what: string): Error {
    return new Error(`A chat-server ${what}. The end of its log:\n${this.log.slice(-4_000)}`);
  }
}
