import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findCommand } from "../peers/chat-server.ts";
import { hasEnded, killAtExit, stopProcess } from "./child-process.ts";
import { until } from "./concurrency.ts";
import { LogSummary } from "./log-summary.ts";

const SOURCE = fileURLToPath(new URL("../../apps/server/src/cli.ts", import.meta.url));
const HEAP_PROBE = new URL("./heap-probe.ts", import.meta.url).href;

const START_DEADLINE_MS = 15_000;
/** A server that is deaf to its signal for so long is killed. */
const STOP_GRACE_MS = 500;
/** A probe waits for a server that has much to do. */
const PROBE_DEADLINE_MS = 15_000;

/** Loaded before the server: plants a weakness into its source. */
const WEAKEN = new URL("../attack-board/weaken.ts", import.meta.url).href;

export interface ServerCommandOptions {
  /** Another checkout, whose built server is started; from source when not given. */
  readonly build?: string | undefined;
  /** True for one with doors for operators, which older builds lack. @default true when it is started from source */
  readonly hasDoors?: boolean;
  readonly flags: readonly string[];
  /** The weakness that is planted into it. */
  readonly weakness?: string | undefined;
}

/** The command `chat-server` in a process of its own, with what it logs. */
export class ServerCommand implements AsyncDisposable {
  readonly log = new LogSummary();
  readonly #process: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), "chat-attack-board-"));
  readonly adminTokenFile = join(this.#folder, "token");
  readonly controlSocket = join(this.#folder, "control");
  #port = 0;
  #adminPort = 0;

  private constructor({ build, hasDoors = build === undefined, flags, weakness }: ServerCommandOptions) {
    const command = build === undefined ? ["--conditions=@chat/source", SOURCE] : [findCommand(build)];
    const own = ["--host", "127.0.0.1", "--port", "0", "--log-format", "json"];
    const planted = weakness === undefined ? [] : ["--import", WEAKEN];
    const { adminTokenFile, controlSocket } = this;
    const admin = ["--admin-port", "0", "--admin-token-file", adminTokenFile, "--control-socket", controlSocket];
    if (hasDoors) own.push(...admin);
    const args = ["--expose-gc", "--import", HEAP_PROBE, ...planted, ...command, ...own, ...flags];
    const env = { PATH: process.env.PATH, HEAP_PROBE_FILE: this.#heapFile, CHAT_WEAKNESS: weakness };
    this.#process = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env });
    for (const output of [this.#process.stdout, this.#process.stderr]) {
      output?.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    }
    killAtExit(this.#process);
  }

  /** Resolves when the server takes connections. */
  static async start(options: ServerCommandOptions): Promise<ServerCommand> {
    const server = new ServerCommand(options);
    if (await until(() => server.#port > 0 || server.hasEnded, START_DEADLINE_MS)) {
      if (!server.hasEnded) return server;
    }
    await server[Symbol.asyncDispose]();
    throw new Error(`The server does not start.\n${server.log.otherLines.join("\n")}`);
  }

  get port(): number {
    return this.#port;
  }

  get adminPort(): number {
    return this.#adminPort;
  }

  get pid(): number {
    return this.#process.pid as number;
  }

  get hasEnded(): boolean {
    return hasEnded(this.#process);
  }

  /** Bytes of the heap and of what is held outside of it, after a forced collection. `NaN` when the server does not answer. */
  async takeHeap(): Promise<number> {
    rmSync(this.#heapFile, { force: true });
    this.#process.kill("SIGUSR2");
    let bytes = Number.NaN;
    await until(() => {
      bytes = this.#readHeapFile();
      return !Number.isNaN(bytes) || this.hasEnded;
    }, PROBE_DEADLINE_MS);
    return bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopProcess(this.#process, "SIGTERM", STOP_GRACE_MS);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #heapFile(): string {
    return join(this.#folder, "heap");
  }

  #readHeapFile(): number {
    try {
      return Number(readFileSync(this.#heapFile, "utf8"));
    } catch {
      return Number.NaN;
    }
  }

  #read(text: string): void {
    this.log.add(text);
    const [, port] = /"event":"listening".*"port":(\d+)/.exec(text) ?? [];
    const [, adminPort] = /"event":"admin".*"port":(\d+)/.exec(text) ?? [];
    if (adminPort !== undefined) this.#adminPort = Number(adminPort);
    if (this.#port === 0 && port !== undefined) this.#port = Number(port);
  }
}
