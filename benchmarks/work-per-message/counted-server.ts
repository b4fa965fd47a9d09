import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killAtExit, stopProcess } from "../load/child-process.ts";
import { until } from "../load/concurrency.ts";
import { chatServer } from "../peers/chat-server.ts";
import type { Plant } from "./plants.ts";
import type { Mark, Reading } from "./probe.ts";

const PROBE = new URL("./probe.ts", import.meta.url).href;
const PLANTS = new URL("./plants.ts", import.meta.url).href;

/** A traced process starts slowly. */
const START_DEADLINE_MS = 60_000;
const STOP_GRACE_MS = 5_000;

/**
 * Room for all that is allocated between two marks, so that no collection falls between them; and a compiler that works at the same
 * moments in each process: else one that had to wait may inline less for good, and leave objects in that it mostly leaves out.
 */
const COUNTED_MEMORY = ["--min-semi-space-size=128", "--max-semi-space-size=128", "--expose-gc", "--predictable"];

export interface CountedServerOptions {
  /** A process has one thing counted, since each changes the others: a trace takes time, and a wrapped clock takes memory. */
  readonly counts: "system calls" | "clock reads" | "memory";
  /** The regression that is planted into it. */
  readonly plant: Plant | undefined;
}

/** The built command `chat-server` with its defaults but the rates, in a process whose work is counted. */
export class CountedServer implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  readonly #counts: CountedServerOptions["counts"];
  #output = "";

  private constructor({ counts, plant }: CountedServerOptions) {
    this.#counts = counts;
    const { file, args } = chatServer.prepare(this.#folder, 0);
    // Loaded last, so that a planted clock read is counted.
    const imports = ["--import", PROBE, ...(plant === undefined ? [] : ["--import", PLANTS])];
    const node = [file, ...(counts === "memory" ? COUNTED_MEMORY : []), ...imports, ...args, "--log-format", "json"];
    // Traced from its start, not attached to: a system may forbid that. Without `-f` it is the thread with the event loop alone.
    const [command = "", ...rest] =
      counts === "system calls" ? ["strace", "-qq", "-o", this.#traceFile, ...node] : node;
    this.#process = spawn(command, rest, {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
      env: { PATH: process.env.PATH, COUNTED: counts, CHAT_PLANT: plant },
    });
    this.#process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      if (this.port === 0) this.#output += text;
    });
    killAtExit(this.#process);
  }

  /** Resolves when the server takes connections. */
  static async start(options: CountedServerOptions): Promise<CountedServer> {
    const server = new CountedServer(options);
    const failed = once(server.#process, "error").then(([error]) => {
      throw new Error(`The server can't be started: ${error.message}`, { cause: error });
    });
    const isUp = until(() => server.port > 0 || server.#process.exitCode !== null, START_DEADLINE_MS);
    await Promise.race([isUp, failed]);
    if (server.port > 0) return server;
    await server[Symbol.asyncDispose]();
    throw new Error(`The server does not start.\n${server.#output}`);
  }

  get port(): number {
    return Number(/"event":"listening".*"port":(\d+)/.exec(this.#output)?.[1] ?? 0);
  }

  /** Leaves a mark in the trace, and returns what the process has done so far. */
  async mark(mark: string): Promise<Reading> {
    this.#process.send({ mark, collects: this.#counts === "memory" && mark.startsWith("start") } satisfies Mark);
    const [reading] = await once(this.#process, "message");
    return reading;
  }

  /** The system calls so far, one on each line; nothing when they are not counted. */
  readTrace(): string {
    return this.#counts === "system calls" ? readFileSync(this.#traceFile, "utf8") : "";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A tracer is deaf to the signal. Its program ends with this connection, and the tracer with its program.
    if (this.#process.connected) this.#process.disconnect();
    await stopProcess(this.#process, "SIGTERM", STOP_GRACE_MS);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #traceFile(): string {
    return join(this.#folder, "trace");
  }
}
