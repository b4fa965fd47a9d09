import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { CHILD_SCRIPTS } from "../child-scripts.ts";
import { exitOf, type ServerExit, type TargetServer } from "../target/target-server.ts";
import type { StubFaults, StubMeasurements } from "./stub-faults.ts";
import type { StubMessage } from "./stub-main.ts";

export class StubProcess implements TargetServer {
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly pid: number | null;
  readonly command = null;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.pid = child.pid ?? null;
  }

  static async start(faults: StubFaults): Promise<StubProcess> {
    const child = fork(CHILD_SCRIPTS.stub, [JSON.stringify(faults)], { execArgv: process.execArgv });
    const message = await nextMessage(child);
    if (message.kind !== "listening") throw new Error(`The stub server began with "${message.kind}".`);
    return new StubProcess(child, message.port);
  }

  readUsage(): null {
    return null;
  }

  readExit(): ServerExit | null {
    return exitOf(this.#child);
  }

  /** Sends a signal to the process: SIGKILL ends it, SIGSTOP freezes it. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async measurements(): Promise<StubMeasurements> {
    const next = nextMessage(this.#child);
    this.#child.send("measurements");
    const message = await next;
    if (message.kind !== "measurements") throw new Error(`The stub server answered with "${message.kind}".`);
    return message.measurements;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.removeAllListeners();
    // A process that was stopped by a signal hears of nothing gentler.
    if (exitOf(this.#child) !== null || !this.#child.kill("SIGKILL")) return;
    await once(this.#child, "exit");
  }
}

/** Returns the next message; rejects when the process ends before. */
async function nextMessage(child: ChildProcess): Promise<StubMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<StubMessage>();
  const fail = (code: number | null) => reject(new Error(`The stub server ended with code ${code}.`));
  child.once("message", resolve);
  child.once("error", reject);
  child.once("exit", fail);
  try {
    return await promise;
  } finally {
    child.off("message", resolve);
    child.off("error", reject);
    child.off("exit", fail);
  }
}
