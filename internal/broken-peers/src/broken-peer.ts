import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PYTHON = "python3";

export type BrokenPeerName = "dies_at_client" | "freezes" | "late" | "doubles" | "mute";

/** Returns the reason why no broken peer can be started here; `null` when they can. */
export function findPythonProblem(): string | null {
  const { status } = spawnSync(PYTHON, ["--version"]);
  return status === 0 ? null : `${PYTHON} is not installed`;
}

/** One of the servers in `peers/`, as a process: `await using` ends it, frozen or not. */
export class BrokenPeer implements AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.pid = child.pid ?? 0;
  }

  /** Returns the command that starts a server, for programs that start it themselves. */
  static commandOf(name: BrokenPeerName, args: readonly string[]): readonly [string, ...string[]] {
    return [PYTHON, fileURLToPath(new URL(`../peers/${name}.py`, import.meta.url)), ...args];
  }

  /**
   * Starts a server on a free port.
   *
   * @throws when it ends before it listens
   */
  static async start(name: BrokenPeerName, args: readonly string[]): Promise<BrokenPeer> {
    const [program, ...rest] = BrokenPeer.commandOf(name, args);
    const env = { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: "1" };
    const child = spawn(program, rest, { env, stdio: ["ignore", "pipe", "inherit"] });
    const failed = once(child, "exit").then(([code]) => {
      throw new Error(`${name} ended with code ${code} before it listened.`);
    });
    const [line] = await Promise.race([once(createInterface(child.stdout), "line"), failed]);
    failed.catch(() => undefined);
    return new BrokenPeer(child, Number(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }
}
