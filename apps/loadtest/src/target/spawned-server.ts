import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { findReachProblem, joinPort } from "./reach.ts";
import { readProcessUsage } from "./server-watch.ts";
import { splitCommand } from "./split-command.ts";
import { exitOf, type ProcessUsage, type ServerExit, TargetError, type TargetServer } from "./target-server.ts";

/** Time for a server to accept connections, in milliseconds: a virtual machine has to warm up. */
const START_TIMEOUT_MS = 30_000;

/** Interval between two attempts to connect, in milliseconds. */
const RETRY_EVERY_MS = 50;

/** Time for a server to end by itself after SIGTERM, in milliseconds. */
const END_TIMEOUT_MS = 2_000;

export interface SpawnOptions {
  /** Split into words as a shell does, and run without one. */
  readonly command: string;
  readonly host: string;
  readonly port: number;
  /** File for what it prints; `null` throws that away. */
  readonly logFile: string | null;
  readonly signal: AbortSignal;
}

/**
 * Starts somebody's server by its command, and waits until it accepts connections. It ends with everything that it started,
 * whatever ends this process.
 *
 * @throws {TargetError} when it can't be started, ends, accepts nothing in time, or another program has the port already
 */
export async function startSpawnedServer({
  command,
  host,
  port,
  logFile,
  signal,
}: SpawnOptions): Promise<TargetServer> {
  const [program, ...args] = splitCommand(command) ?? [];
  if (program === undefined) {
    throw new TargetError(`--spawn has no command, or a quote that does not end: ${command}`, { isWrongUsage: true });
  }
  const at = joinPort(host, port);
  if ((await findReachProblem(host, port)) === null) {
    throw new TargetError(
      `Something accepts connections at ${at} already: that would be tested, and not "${command}".`,
    );
  }
  const child = spawnInGroup(program, args, logFile);
  const server = new SpawnedServer(child, command, host, port);
  const decided = new AbortController();
  try {
    const accepting = waitUntilAccepting(host, port, AbortSignal.any([signal, decided.signal]));
    await Promise.race([accepting, failWhenEnded(child, command)]);
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  } finally {
    // Nobody looks on for what has ended: that would hold up the end of the program.
    decided.abort();
  }
}

class SpawnedServer implements TargetServer {
  readonly host: string;
  readonly port: number;
  readonly pid: number | null;
  readonly command: string;
  readonly #child: ChildProcess;
  readonly #killGroup = () => killGroup(this.#child, "SIGKILL");

  constructor(child: ChildProcess, command: string, host: string, port: number) {
    this.#child = child;
    this.command = command;
    this.host = host;
    this.port = port;
    this.pid = child.pid ?? null;
    process.on("exit", this.#killGroup);
  }

  readUsage(): ProcessUsage | null {
    return this.pid === null ? null : readProcessUsage(this.pid, true);
  }

  readExit(): ServerExit | null {
    return exitOf(this.#child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (isRunning(this.#child)) {
      const exited = once(this.#child, "exit");
      killGroup(this.#child, "SIGTERM");
      await Promise.race([exited, delay(END_TIMEOUT_MS, undefined, { ref: false })]);
    }
    // What it has started may have outlived it.
    this.#killGroup();
    process.off("exit", this.#killGroup);
  }
}

/** A group of its own, so that all of it can be ended, and Ctrl-C in the terminal does not end it before the run has. */
function spawnInGroup(program: string, args: readonly string[], logFile: string | null): ChildProcess {
  const log = logFile === null ? "ignore" : openSync(logFile, "a");
  try {
    return spawn(program, [...args], { stdio: ["ignore", log, log], detached: true });
  } finally {
    if (log !== "ignore") closeSync(log);
  }
}

async function waitUntilAccepting(host: string, port: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const problem = await findReachProblem(host, port);
    if (problem === null) return;
    if (performance.now() > deadline) {
      throw new TargetError(`The server does not accept connections at ${joinPort(host, port)}: ${problem}.`);
    }
    await delay(RETRY_EVERY_MS, undefined, { signal });
  }
}

async function failWhenEnded(child: ChildProcess, command: string): Promise<never> {
  const failed = Promise.withResolvers<never>();
  child.once("error", ({ message }) => failed.reject(new TargetError(`"${command}" can't be started: ${message}.`)));
  child.once("exit", (code, signal) =>
    failed.reject(
      new TargetError(`"${command}" ended with ${signal ?? `code ${code}`} before it accepted connections.`),
    ),
  );
  return await failed.promise;
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

/** A group lives as long as one of its processes does, so its number is nobody else's until then. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: all of them have ended.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
