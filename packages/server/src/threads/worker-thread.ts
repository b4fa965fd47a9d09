import { type MessagePort, Worker } from "node:worker_threads";
import { describe } from "@chat/command-line/describe";
import type { ConnectionReport } from "../connection/connection-report.ts";
import type { ConnectionWatch, JournalLineTaker } from "../journal/connection-watch.ts";
import { inTime } from "../modules/in-time.ts";
import { type LoopTotals, NO_TOTALS } from "../totals.ts";
import { RpcPort } from "./rpc-port.ts";
import type { ModuleHostData } from "./server-modules.ts";
import { flagsOfThreads, THREAD_ENTRY } from "./thread-entry.ts";
import type { ThreadEvent } from "./thread-events.ts";
import type { IoThread, IoThreadData, ThreadStarter } from "./thread-message.ts";

/** Time in milliseconds past the grace time after which a thread that has not closed is terminated. */
const CLOSE_PATIENCE_MS = 2_000;

/** Time in milliseconds for the answer of a thread. */
const ANSWER_PATIENCE_MS = 5_000;

/** A live journal that a thread sends. */
interface WorkerWatch {
  readonly takeLine: JournalLineTaker;
  readonly end: () => void;
}

/** A thread of a server as the main thread sees it: it serves users, or is the one of the modules. */
export class WorkerThread {
  readonly thread: number;
  readonly slot: number;
  /** Its counts, as it last reported them. */
  lastTotals: LoopTotals = NO_TOTALS;
  /** Resolves when the thread has ended, with the error that was the cause. Never rejects. */
  readonly ended: Promise<Error | null>;
  readonly #worker: Worker;
  readonly #port: RpcPort<IoThread>;
  /** The live journals of its connections, by their numbers. */
  readonly #watches = new Map<number, WorkerWatch>();
  #lastWatch = 0;
  #error: Error | null = null;
  /** Connections that have come, while they are collected. */
  #connections: ConnectionReport[] = [];
  #listing: Promise<ConnectionReport[]> | null = null;

  /** @param entry - the file that the thread runs: by default it serves users */
  constructor(
    data: IoThreadData | ModuleHostData,
    onThreadEvents: (events: readonly ThreadEvent[]) => void,
    entry = THREAD_ENTRY,
  ) {
    this.thread = data.thread;
    this.slot = data.slot;
    this.#worker = new Worker(entry, {
      workerData: data,
      transferList: "registryPort" in data ? [data.registryPort] : [],
      name: entry === THREAD_ENTRY ? `chat ${data.slot + 1}` : "chat modules",
      ...flagsOfThreads(),
    });
    this.#worker.on("error", (error: unknown) => {
      this.#error = error instanceof Error ? error : new Error(describe(error));
    });
    this.ended = new Promise((resolve) => {
      this.#worker.on("exit", () => resolve(this.#error));
    });
    this.#port = new RpcPort(this.#worker, () => this.#error ?? new Error("The thread has ended."));
    this.#port.serve({
      events: onThreadEvents,
      connections: (connections) => void this.#connections.push(...connections),
      watchLine: (watch, line) => this.#watches.get(watch)?.takeLine(line),
      watchEnded: (watch) => this.#watches.get(watch)?.end(),
    } satisfies ThreadStarter);
  }

  /** Gives the thread the port of a channel between it and the thread of the modules. */
  readonly linkModules = (port: MessagePort): void => this.#port.tell("linkModules", port);

  /** Waits until the thread is loaded. Rejects with the error that ended it. */
  ready(): Promise<void> {
    return this.#port.call("ready");
  }

  /** Makes the thread listen on a shared port. Rejects with the system's error. */
  listen(host: string, port: number): Promise<void> {
    return this.#port.call("listen", host, port);
  }

  watchMessages(isWanted: boolean): void {
    this.#port.tell("watchMessages", isWanted);
  }

  /** Lists the connections of the thread. Rejects when it ends, or takes too long. */
  connections(): Promise<ConnectionReport[]> {
    this.#listing ??= this.#collectConnections().finally(() => {
      this.#listing = null;
    });
    return this.#listing;
  }

  /** Returns what the thread has counted; what it had counted before, when it does not answer. */
  async totals(): Promise<LoopTotals> {
    const answer = this.#port.call("totals").then((totals) => {
      this.lastTotals = totals;
    });
    await inTime(answer, ANSWER_PATIENCE_MS).catch(() => undefined);
    return this.lastTotals;
  }

  /** Begins the live journal of a connection; `null` when this thread does not have it. */
  async watch(connection: string, takeLine: JournalLineTaker): Promise<ConnectionWatch | null> {
    this.#lastWatch += 1;
    const watch = this.#lastWatch;
    const { promise, resolve: end } = Promise.withResolvers<void>();
    this.#watches.set(watch, { takeLine, end });
    const ended = Promise.race([promise, this.ended]).then(() => {
      this.#watches.delete(watch);
    });
    const isThere = await this.#port.call("watch", watch, connection).catch(() => false);
    if (isThere) return { ended, stop: () => this.#port.tell("unwatch", watch) };
    end();
    return null;
  }

  /** Closes the thread, and terminates it when that takes too long. */
  async close(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.terminate(), graceMs + CLOSE_PATIENCE_MS);
    await this.#port.call("close", graceMs).catch(() => undefined);
    clearTimeout(timer);
    await this.terminate();
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  async #collectConnections(): Promise<ConnectionReport[]> {
    this.#connections = [];
    await inTime(this.#port.call("listConnections"), ANSWER_PATIENCE_MS);
    return this.#connections;
  }
}
