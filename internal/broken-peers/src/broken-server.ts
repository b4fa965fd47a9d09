import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type BrokenPeer, prepare } from "./broken-peer.ts";
import { findPeer } from "./catalogue.ts";
import type { Command } from "./language.ts";
import type { BrokenServerName } from "./servers.ts";

/** Most of its error output that is kept, in characters. */
const MAX_ERROR_LENGTH = 2_000;

/** The servers that run: none stays when this process ends. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** One of the servers of the catalogue, as a process: `await using` ends it, frozen or not. */
export class BrokenServer implements AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #readErrors: () => string;

  private constructor(child: ChildProcess, port: number, readErrors: () => string) {
    this.#child = child;
    this.#readErrors = readErrors;
    this.port = port;
    this.pid = child.pid ?? 0;
  }

  /** The errors that it has printed, and how it has ended by itself; empty for one that serves on. */
  get crash(): string {
    const { exitCode, signalCode } = this.#child;
    const ending =
      exitCode !== null || signalCode !== null ? `It ended with ${signalCode ?? `code ${exitCode}`}. ` : "";
    return `${ending}${this.#readErrors()}`.trim();
  }

  /** Returns the command that starts a server, for programs that start it themselves. */
  static commandOf(name: BrokenServerName, options: readonly string[]): Command {
    return [...prepare(findPeer(name)), ...options];
  }

  /**
   * Starts a server of the catalogue, or a base, on a free port.
   *
   * @throws when it ends before it listens
   */
  static async start(server: BrokenServerName | BrokenPeer, options: readonly string[] = []): Promise<BrokenServer> {
    const [program, ...rest] = prepare(typeof server === "string" ? findPeer(server) : server);
    rest.push("--port", "0", ...options);
    const child = spawn(program, rest, { env: { PATH: process.env.PATH }, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    child.once("exit", () => running.delete(child));
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = `${errors}${text}`.slice(-MAX_ERROR_LENGTH);
    });
    const failed = once(child, "close").then(([code]) => {
      throw new Error(`${program} ended with code ${code} before it listened. ${errors}`);
    });
    const [line] = await Promise.race([once(createInterface(child.stdout), "line"), failed]);
    failed.catch(() => undefined);
    return new BrokenServer(child, Number(line), () => errors);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }
}
