import type { ConnectionReport } from "../connection/connection-report.ts";
import type { ConnectionWatch, JournalLineTaker } from "../journal/connection-watch.ts";
import type { Logger } from "../logger.ts";
import { addTotals, type LoopTotals, NO_TOTALS } from "../totals.ts";
import type { WorkerThread } from "./worker-thread.ts";

/** The threads that serve users, asked as if they were one event loop. */
export class ServingThreads {
  readonly #threads = new Set<WorkerThread>();
  readonly #logger: Logger;
  /** Counts of threads that are gone, as far as they had reported them: what is added up never becomes less. */
  #formerTotals: LoopTotals = NO_TOTALS;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get count(): number {
    return this.#threads.size;
  }

  add(thread: WorkerThread): void {
    this.#threads.add(thread);
  }

  /** Removes a thread that is gone, and keeps what it had counted. */
  remove(thread: WorkerThread): void {
    if (!this.#threads.delete(thread)) return;
    this.#formerTotals = addTotals([this.#formerTotals, { ...thread.lastTotals, waitingBytes: 0, loopDelayMs: 0 }]);
  }

  /** Lists the connections of all threads. Those of a thread that does not answer are missing, and the log says so. */
  async connections(): Promise<ConnectionReport[]> {
    const connections = await Promise.all([...this.#threads].map((thread) => this.#connectionsOf(thread)));
    return connections.flat();
  }

  /** Adds up what all threads have counted, those that are gone included. */
  async totals(): Promise<LoopTotals> {
    const ofThreads = await Promise.all([...this.#threads].map((thread) => thread.totals()));
    return addTotals([this.#formerTotals, ...ofThreads]);
  }

  /** Begins the live journal of a connection; `null` when no thread has it. */
  async watch(id: string, takeLine: JournalLineTaker): Promise<ConnectionWatch | null> {
    const found = await Promise.all([...this.#threads].map((thread) => thread.watch(id, takeLine)));
    return found.find((watch) => watch !== null) ?? null;
  }

  async #connectionsOf(thread: WorkerThread): Promise<ConnectionReport[]> {
    try {
      return await thread.connections();
    } catch {
      const number = thread.slot + 1;
      const text = `thread ${number} does not list its connections: they are missing`;
      this.#logger.warn({ event: "thread-silent", thread: number }, text);
      return [];
    }
  }
}
