import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { commandUnderTest } from "../../../tsup.shared.ts";

const outputFolder = fileURLToPath(new URL("../node_modules/.server-under-test/", import.meta.url));

/** Builds the program of these processes from the sources as they are, for tests that start many. */
export async function buildServerProcess(): Promise<void> {
  const entry = [fileURLToPath(new URL("server-process-main.ts", import.meta.url))];
  await build({ ...commandUnderTest, entry, outDir: outputFolder });
}

/** The time that a process gets to start, in milliseconds: generous, since the machine may be busy. */
const START_PATIENCE_MS = 60_000;

/**
 * The address that the server listens on. Linux gives every test an address of its own: while the server is away nobody
 * else takes its port there, not even a client that is given that port by the system and would then connect to itself.
 */
export const SERVER_PROCESS_HOST = process.platform === "linux" ? "127.0.65.43" : "127.0.0.1";

/** A server in a process of its own, which can be killed as servers are: in the middle of whatever it does. */
export class ServerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;

  /** Starts a process that loads the server, and listens only when it is told to: a replacement is ready at once. */
  constructor() {
    this.#child = fork(`${outputFolder}server-process-main.js`, [SERVER_PROCESS_HOST]);
    this.#exited = once(this.#child, "exit");
  }

  /**
   * Listens, and returns the port.
   *
   * @param port 0 lets the system choose
   */
  async listen(port = 0): Promise<number> {
    const listening = once(this.#child, "message", { signal: AbortSignal.timeout(START_PATIENCE_MS) });
    this.#child.send(port);
    const [chosenPort] = (await listening) as [number];
    return chosenPort;
  }

  /** Kills the process; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
