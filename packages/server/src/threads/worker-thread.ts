import { type MessagePort, Worker } from "node:worker_threads";
import { describe } from "@chat/command-line/describe";
import type { ConnectionReport } from "../connection/connection-report.ts";
import type { ConnectionWatch, JournalLineTaker } from "../journal/live-journal.ts";
import { type LoopTotals, NO_TOTALS } from "../totals.ts";
import type { ModuleHostData } from "./server-modules.ts";
import { flagsOfThreads, THREAD_ENTRY } from "./thread-entry.ts";
import type { ThreadEvent } from "./thread-events.ts";
import type { FromIoThread, IoThreadData, ToIoThread } from "./thread-message.ts";
import type { PoolWatch } from "./thread-watches.ts";

/** Time in milliseconds past the grace time after which a thread that has not closed is terminated. */
const CLOSE_PATIENCE_MS = 2_000;

/** Time in milliseconds for the answer of a thread. */
const ANSWER_PATIENCE_MS = 5_000;

/** A thread of a server as the main thread sees it: it serves users, or is the one of the modules. */
export class WorkerThread {
  readonly thread: number;
  readonly slot: number;
  /** Its counts, as it last reported them. */
  lastTotals: LoopTotals = NO_TOTALS;
  /** Resolves when the thread has ended, with the error that was the cause. Never rejects. */
  readonly ended: Promise<Error | null>;
  readonly #worker: Worker;
  readonly #onThreadEvents: (events: readonly ThreadEvent[]) => void;
  /** Requests of the pool without an answer, by the kind of the answer. */
  readonly #awaited = new Map<FromIoThread["kind"], Pick<PromiseWithResolvers<void>, "resolve" | "reject">>();
  /** The live journals of its connections, by their numbers. */
  readonly #watches = new Map<number, PoolWatch>();
  #lastWatch = 0;
  #error: Error | null = null;
  /** Connections that have come, while they are collected. */
  #connections: ConnectionReport[] = [];
  #adding: Promise<LoopTotals> | null = null;
  #listing: Promise<ConnectionReport[]> | null = null;

  /** @param entry - the file that the thread runs: by default it serves users */
  constructor(
    data: IoThreadData | ModuleHostData,
    onThreadEvents: (events: readonly ThreadEvent[]) => void,
    entry = THREAD_ENTRY,
  ) {
    this.thread = data.thread;
    this.slot = data.slot;
    this.#onThreadEvents = onThreadEvents;
    this.#worker = new Worker(entry, {
      workerData: data,
      transferList: "registryPort" in data ? [data.registryPort] : [],
      name: entry === THREAD_ENTRY ? `chat ${data.slot + 1}` : "chat modules",
      ...flagsOfThreads(),
    });
    this.#worker.on("message", (message: FromIoThread) => this.#handle(message));
    this.#worker.on("error", (error: unknown) => {
      this.#error = error instanceof Error ? error : new Error(describe(error));
    });
    this.ended = new Promise((resolve) => {
      this.#worker.on("exit", () => resolve(this.#error));
    });
  }

  /** Gives the thread the port of a channel between it and the thread of the modules. */
  readonly linkModules = (port: MessagePort): void => {
    this.#worker.postMessage({ kind: "module-link", port } satisfies ToIoThread, [port]);
  };

  /** Waits until the thread is loaded. Rejects with the error that ended it. */
  ready(): Promise<void> {
    return this.#waitFor("ready");
  }

  /** Makes the thread listen on a shared port. Rejects with the system's error. */
  listen(host: string, port: number): Promise<void> {
    this.send({ kind: "listen", host, port });
    return this.#waitFor("listening");
  }

  /** Lists the connections of the thread. Rejects when it ends, or takes too long. */
  connections(): Promise<ConnectionReport[]> {
    this.#listing ??= this.#collectConnections().finally(() => {
      this.#listing = null;
    });
    return this.#listing;
  }

  /** Returns what the thread has counted; what it had counted before, when it does not answer. */
  totals(): Promise<LoopTotals> {
    this.#adding ??= this.#addUp().finally(() => {
      this.#adding = null;
    });
    return this.#adding;
  }

  /** Begins the live journal of a connection; `null` when this thread does not have it. */
  async watch(connection: string, takeLine: JournalLineTaker): Promise<ConnectionWatch | null> {
    this.#lastWatch += 1;
    const watch = this.#lastWatch;
    const begun = Promise.withResolvers<boolean>();
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    this.#watches.set(watch, { takeLine, begun: () => begun.resolve(true), ended: resolve });
    const isOver = Promise.race([ended, this.ended]).then(() => {
      this.#watches.delete(watch);
    });
    this.send({ kind: "watch", watch, connection });
    const isThere = await Promise.race([begun.promise, isOver.then(() => false)]);
    return isThere ? { ended: isOver, stop: () => this.send({ kind: "unwatch", watch }) } : null;
  }

  /** Closes the thread, and terminates it when that takes too long. */
  async close(graceMs: number): Promise<void> {
    this.send({ kind: "close", graceMs });
    const timer = setTimeout(() => this.terminate(), graceMs + CLOSE_PATIENCE_MS);
    await this.#waitFor("closed").catch(() => undefined);
    clearTimeout(timer);
    await this.terminate();
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  send(message: ToIoThread): void {
    this.#worker.postMessage(message);
  }

  async #addUp(): Promise<LoopTotals> {
    this.send({ kind: "add-up" });
    await this.#inTime(this.#waitFor("totals")).catch(() => undefined);
    return this.lastTotals;
  }

  async #collectConnections(): Promise<ConnectionReport[]> {
    this.#connections = [];
    this.send({ kind: "list-connections" });
    await this.#inTime(this.#waitFor("connections-listed"));
    return this.#connections;
  }

  /** Rejects when an answer takes too long. */
  async #inTime(answer: Promise<void>): Promise<void> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error("The thread does not answer.")), ANSWER_PATIENCE_MS);
    try {
      await Promise.race([answer, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits for an answer. Rejects when the thread ends before it. */
  #waitFor(kind: FromIoThread["kind"]): Promise<void> {
    const { promise, ...answer } = Promise.withResolvers<void>();
    this.#awaited.set(kind, answer);
    return Promise.race([promise, this.#rejectAtEnd()]);
  }

  async #rejectAtEnd(): Promise<never> {
    throw (await this.ended) ?? new Error("The thread has ended.");
  }

  #handle(message: FromIoThread): void {
    if (message.kind === "events") return this.#onThreadEvents(message.events);
    if (message.kind === "connections") return void this.#connections.push(...message.connections);
    if (message.kind === "watch-begun") return this.#watches.get(message.watch)?.begun();
    if (message.kind === "watch-ended") return this.#watches.get(message.watch)?.ended();
    if (message.kind === "watch-lines") {
      for (const line of message.lines) this.#watches.get(message.watch)?.takeLine(line);
      return;
    }
    if (message.kind === "totals") this.lastTotals = message.totals;
    if (message.kind !== "failed") return this.#awaited.get(message.kind)?.resolve();
    // An error loses its code between threads, and callers read the code.
    this.#awaited.get("listening")?.reject(Object.assign(new Error(message.error.message), message.error));
  }
}
