import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { PtyProcess } from "@chat/testing/terminal";
import { seen } from "./key-latency.ts";
import type { ShouterOptions } from "./shouter.ts";

const COMMAND = fileURLToPath(new URL("../../apps/ink-client/dist/cli.js", import.meta.url));
const HEAP_PROBE = new URL("heap-probe.ts", import.meta.url).href;

/** The receiver before the cursor, in a frame or without one. */
const EMPTY_PROMPT = /^(?:│ )? ?\[[^\]]+\] $/;

export interface TerminalChatOptions {
  readonly port: number;
  readonly columns: number;
  readonly rows: number;
  /** Further words of its command line. */
  readonly args?: readonly string[];
  /** Called with each chunk that the chat writes to the terminal. */
  readonly onOutput?: (text: string) => void;
}

/** The terminal client in a pseudo-terminal, joined as "typist". */
export class TerminalChat implements AsyncDisposable {
  readonly pty: PtyProcess;
  readonly #folder: string;

  private constructor(pty: PtyProcess, folder: string) {
    this.pty = pty;
    this.#folder = folder;
  }

  static async start({ port, columns, rows, args = [], onOutput }: TerminalChatOptions): Promise<TerminalChat> {
    const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
    const pty = PtyProcess.start(
      process.execPath,
      ["--expose-gc", "--import", HEAP_PROBE, COMMAND, "--name", "typist", "--port", `${port}`, "--no-bell", ...args],
      {
        columns,
        rows,
        env: {
          ...{ NODE_ENV: "production", HEAP_PROBE_FILE: join(folder, "heap") },
          ...{ XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder },
        },
        ...(onOutput ? { onOutput } : {}),
      },
    );
    await pty.waitForScreen("● online");
    return new TerminalChat(pty, folder);
  }

  /** Waits until the prompt is empty, and returns the place of what is typed. */
  async emptyPrompt(): Promise<{ readonly row: number; readonly column: number }> {
    const { terminal } = this.pty;
    await seen(terminal, ({ cursor: { row, column } }) => {
      const before = (terminal.lines()[row] ?? "").padEnd(column).slice(0, column);
      return EMPTY_PROMPT.test(before);
    });
    const { row, column } = terminal.cursor;
    return { row, column };
  }

  /** Bytes that the chat's process holds after a forced garbage collection. */
  async heapBytes(): Promise<number> {
    const written = new Promise<void>((resolve) => {
      const watcher = watch(this.#folder, (event, name) => {
        if (event !== "rename" || name !== "heap") return;
        watcher.close();
        resolve();
      });
    });
    this.pty.kill("SIGUSR2");
    await written;
    return Number(readFileSync(join(this.#folder, "heap"), "utf8"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pty[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true });
  }
}

/** Stops the thread, and returns the number of messages that it has written. */
export async function stopShouter(shouter: Worker): Promise<number> {
  shouter.postMessage("stop");
  const [count] = await once(shouter, "message");
  await shouter.terminate();
  return count;
}

/** Starts a thread that writes to everyone; resolves when it has sent its first messages. */
export async function startShouter(workerData: ShouterOptions): Promise<Worker> {
  const worker = new Worker(new URL("shouter.ts", import.meta.url), { workerData });
  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
  });
  return worker;
}
