import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { killAtExit, stopProcess } from "../load/child-process.ts";
import type { Contender } from "./contender.ts";
import { searchingSbin } from "./installed-program.ts";
import { Core, pin } from "./machine.ts";

const START_DEADLINE_MS = 15_000;
const START_RETRY_MS = 50;

/** Time that a server has to stop by itself before it is killed. */
const STOP_GRACE_MS = 2_000;

/** The process of a contender, kept on the servers' core. Its output goes to a file, so that nobody has to read it. */
export class RunningServer implements AsyncDisposable {
  readonly contender: Contender;
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(contender: Contender, port: number, folder: string) {
    this.contender = contender;
    this.port = port;
    this.#folder = folder;
    const { file, args } = pin(contender.prepare(folder, port), Core.Server);
    const output = openSync(join(folder, "output"), "w");
    this.#process = spawn(file, args, { stdio: ["ignore", output, output], env: searchingSbin() });
    closeSync(output);
    killAtExit(this.#process);
  }

  /** Resolves when the server takes connections. Rejects with what it printed when it doesn't within 15 s. */
  static async start(contender: Contender): Promise<RunningServer> {
    const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
    const server = new RunningServer(contender, await findFreePort(), folder);
    try {
      await server.#waitForPort();
      return server;
    } catch (error) {
      const output = server.readOutput();
      await server[Symbol.asyncDispose]();
      throw new Error(`${contender.name} does not start: ${(error as Error).message}\n${output}`, { cause: error });
    }
  }

  /** Number of the server's own process: the command that pins it becomes the server. */
  get pid(): number {
    return this.#process.pid as number;
  }

  readOutput(): string {
    return readFileSync(join(this.#folder, "output"), "utf8").slice(-2_000);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopProcess(this.#process, "SIGTERM", STOP_GRACE_MS);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #waitForPort(): Promise<void> {
    const deadline = performance.now() + START_DEADLINE_MS;
    const failed = once(this.#process, "exit").then(() => {
      throw new Error("it has ended.");
    });
    while (performance.now() < deadline) {
      if (await Promise.race([canConnect(this.port), failed])) return;
      await pause(START_RETRY_MS);
    }
    throw new Error(`nothing listens on port ${this.port}.`);
  }
}

/** Returns whether something listens on this port of 127.0.0.1. */
export async function canConnect(port: number): Promise<boolean> {
  const socket = connect({ host: "127.0.0.1", port });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The system gives no port.");
  return address.port;
}
