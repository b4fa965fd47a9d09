import { Worker } from "node:worker_threads";
import type { ThreadEvent } from "./thread-events.ts";
import type { FromIoThread, IoThreadData, ToIoThread } from "./thread-message.ts";

/** From its sources when this is its source, built when it is built. */
const isSource = import.meta.url.endsWith(".ts");
const ENTRY = new URL(isSource ? "./io-thread.ts" : "./io-thread.js", import.meta.url);

/** Time in milliseconds past the grace time after which a thread that does not answer is ended by force. */
const CLOSE_PATIENCE_MS = 2_000;

/** How a thread has ended: of itself, or by an error. */
export interface ThreadEnd {
  readonly error: Error | null;
}

/** An I/O thread as the pool sees it. */
export class WorkerThread {
  readonly thread: number;
  readonly slot: number;
  /** Its end, however it comes. Never rejects. */
  readonly ended: Promise<ThreadEnd>;
  readonly #worker: Worker;
  readonly #onThreadEvents: (events: readonly ThreadEvent[]) => void;
  /** What the pool waits for, by the kind of the answer. */
  readonly #awaited = new Map<FromIoThread["kind"], Pick<PromiseWithResolvers<void>, "resolve" | "reject">>();
  #error: Error | null = null;

  constructor(data: IoThreadData, onThreadEvents: (events: readonly ThreadEvent[]) => void) {
    this.thread = data.thread;
    this.slot = data.slot;
    this.#onThreadEvents = onThreadEvents;
    this.#worker = new Worker(ENTRY, {
      workerData: data,
      transferList: [data.registryPort],
      name: `chat ${data.slot + 1}`,
      ...flagsOfThreads(),
    });
    this.#worker.on("message", (message: FromIoThread) => this.#hear(message));
    this.#worker.on("error", (error: unknown) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
    });
    this.ended = new Promise((resolve) => {
      this.#worker.on("exit", () => resolve({ error: this.#error }));
    });
  }

  /** Waits until it is loaded. Rejects with the error that has ended it before. */
  ready(): Promise<void> {
    return this.#waitFor("ready");
  }

  /** Lets it listen on a port that it shares. Rejects with the system's error. */
  listen(host: string, port: number): Promise<void> {
    this.tell({ kind: "listen", host, port });
    return this.#waitFor("listening");
  }

  /** Closes it in peace, and ends it by force when that takes too long. */
  async close(graceMs: number): Promise<void> {
    this.tell({ kind: "close", graceMs });
    const timer = setTimeout(() => this.terminate(), graceMs + CLOSE_PATIENCE_MS);
    await this.#waitFor("closed").catch(() => undefined);
    clearTimeout(timer);
    await this.terminate();
  }

  /** Ends it wherever it is. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  tell(message: ToIoThread): void {
    this.#worker.postMessage(message);
  }

  /** Waits for an answer. Rejects when the thread has ended, before or meanwhile. */
  #waitFor(kind: FromIoThread["kind"]): Promise<void> {
    const { promise, ...answer } = Promise.withResolvers<void>();
    this.#awaited.set(kind, answer);
    return Promise.race([promise, this.#rejectAtEnd()]);
  }

  async #rejectAtEnd(): Promise<never> {
    const { error } = await this.ended;
    throw error ?? new Error("The thread has ended.");
  }

  #hear(message: FromIoThread): void {
    if (message.kind === "happened") return this.#onThreadEvents(message.events);
    if (message.kind !== "failed") return this.#awaited.get(message.kind)?.resolve();
    // An error loses its code on the way between threads, and the code is what a caller looks at.
    this.#awaited.get("listening")?.reject(Object.assign(new Error(message.error.message), message.error));
  }
}

/** Threads have the flags of the process, unless those are for a program that came as text: no file can have them. */
function flagsOfThreads(): { readonly execArgv?: string[] } {
  if (isSource) return { execArgv: ["--conditions=@chat/source"] };
  return process.execArgv.some((flag) => flag.startsWith("--input-type")) ? { execArgv: [] } : {};
}
