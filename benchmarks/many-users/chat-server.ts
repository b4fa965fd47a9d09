import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "../load/concurrency.ts";
import { DEADLINES } from "./run-plan.ts";
import type { Tally } from "./run-result.ts";
import { WatchedProcess } from "./watched-process.ts";

/** The built command, as everybody runs it. */
export const CHAT_SERVER = fileURLToPath(new URL("../../apps/server/dist/cli.js", import.meta.url));

/** Part of the log that an error shows, in characters. */
const SHOWN_LOG = 2_000;

/** A node of the chat, with the limits that a server has by default. Its log goes to a file, so that nobody has to read it. */
export class ChatServer implements AsyncDisposable {
  readonly process: WatchedProcess;
  /** The file with the token of its admin port, if it has one. */
  readonly adminTokenFile: string;
  readonly #log: string;
  #port = 0;

  private constructor(name: string, folder: string, args: readonly string[], hasPage: boolean) {
    this.#log = join(folder, `${name}.log`);
    this.adminTokenFile = join(folder, `${name}.token`);
    const output = openSync(this.#log, "w");
    const flags = ["--host", "127.0.0.1", "--port", "0", "--threads", "1", "--log-format", "json", ...args];
    if (hasPage) flags.push("--admin-port", "0", "--admin-token-file", this.adminTokenFile);
    const child = spawn(process.execPath, [CHAT_SERVER, ...flags], { stdio: ["ignore", output, output] });
    closeSync(output);
    this.process = new WatchedProcess(name, child, () => this.#readLastWords());
  }

  /**
   * Resolves when it takes connections.
   *
   * @param natsUrl - the broker that makes several nodes one chat; `null` for a server alone
   * @param hasPage - opens its admin port
   */
  static async start(name: string, folder: string, natsUrl: string | null, hasPage: boolean): Promise<ChatServer> {
    const broker = natsUrl === null ? [] : ["--nats", natsUrl, "--node-name", name];
    const server = new ChatServer(name, folder, broker, hasPage);
    try {
      await Promise.race([server.#waitForPort(), server.process.failed]);
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  get port(): number {
    return this.#port;
  }

  /** The port of its admin port: it is open before the chat takes connections. */
  get adminPort(): number {
    return Number(/"event":"admin".*"port":(\d+)/.exec(this.#readLog())?.[1]);
  }

  /** The events that it logged as warnings or errors, and how often. */
  countWarnings(): Tally[] {
    const counts = new Map<string, number>();
    for (const line of this.#readLog().split("\n")) {
      if (line === "" || /^\{"level":"(?:debug|info)"/.test(line)) continue;
      const text = describe(line);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return [...counts].map(([text, count]) => ({ text, count }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.end("SIGTERM");
  }

  async #waitForPort(): Promise<void> {
    const isListening = await until(() => {
      this.#port = Number(/"event":"listening".*"port":(\d+)/.exec(this.#readLog())?.[1] ?? 0);
      return this.#port > 0;
    }, DEADLINES.startMs);
    if (isListening) return;
    const { name } = this.process;
    throw new Error(`${name} does not listen within ${DEADLINES.startMs} ms.\n${this.#readLastWords()}`);
  }

  /** Returns the end of the log without joins and leaves, which explain no crash. */
  #readLastWords(): string {
    const lines = this.#readLog().split("\n");
    return lines
      .filter((line) => !/"event":"(?:join|leave)"/.test(line))
      .join("\n")
      .slice(-SHOWN_LOG);
  }

  #readLog(): string {
    return readFileSync(this.#log, "utf8");
  }
}

/** Returns the event of a log line, or the first words of any other line. */
function describe(line: string): string {
  try {
    const { level, event } = JSON.parse(line) as { level: string; event: string };
    return `${level}: ${event}`;
  } catch {
    return line.slice(0, 100).replaceAll(/\d+/g, "#");
  }
}
