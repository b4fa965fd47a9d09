import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type BrokenPeer, prepare } from "./broken-peer.ts";
import { findPeer } from "./catalogue.ts";
import type { Command } from "./language.ts";
import type { BrokenServerName } from "./servers.ts";

/** One of the servers of the catalogue, as a process: `await using` ends it, frozen or not. */
export class BrokenServer implements AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.pid = child.pid ?? 0;
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
    const child = spawn(program, rest, { env: { PATH: process.env.PATH }, stdio: ["ignore", "pipe", "ignore"] });
    const failed = once(child, "exit").then(([code]) => {
      throw new Error(`${program} ended with code ${code} before it listened.`);
    });
    const [line] = await Promise.race([once(createInterface(child.stdout), "line"), failed]);
    failed.catch(() => undefined);
    return new BrokenServer(child, Number(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }
}
