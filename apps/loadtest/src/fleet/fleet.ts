import type { LoadPlan } from "../generator/load-plan.ts";
import {
  type AccountTotals,
  addAccounts,
  emptyAccounts,
  mergeSent,
  type RefusedTable,
  type SentTable,
} from "../metrics/ledger.ts";
import { startProcessWorkers } from "./process-workers.ts";
import { ThreadWorker } from "./thread-worker.ts";
import type { WorkerHandle } from "./worker-handle.ts";
import type { WorkerCommand, WorkerReport, WorkerSample } from "./worker-message.ts";

export interface FleetSize {
  /** 1 for threads in this process alone. */
  readonly processes: number;
  /** Event loops in each process. */
  readonly threads: number;
}

type ReportOf<Kind extends WorkerReport["kind"]> = Extract<WorkerReport, { kind: Kind }>;

/** All workers of a run, told and asked as one. */
export class Fleet implements AsyncDisposable {
  readonly #workers: readonly WorkerHandle[];
  readonly #failed = Promise.withResolvers<never>();
  /** Called with each sample of each worker. */
  onSample: (worker: number, sample: WorkerSample) => void = () => undefined;

  private constructor(workers: readonly WorkerHandle[]) {
    this.#workers = workers;
    // Whoever waits for a worker hears of it.
    this.#failed.promise.catch(() => undefined);
    for (const [index, worker] of workers.entries()) {
      worker.onFailure((error) => this.#failed.reject(error));
      worker.onReport((report) => {
        if (report.kind === "sample") this.onSample(index, report.sample);
      });
    }
  }

  /** Starts the workers; returns when each is there. */
  static async start({ processes, threads }: FleetSize): Promise<Fleet> {
    const workers =
      processes === 1
        ? Array.from({ length: threads }, () => new ThreadWorker())
        : Array.from({ length: processes }, () => startProcessWorkers(threads)).flat();
    const fleet = new Fleet(workers);
    await fleet.#hearAll("ready");
    return fleet;
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Hands each worker its part of the plan. */
  plan(plan: Omit<LoadPlan, "worker" | "workers">): void {
    for (const [worker, handle] of this.#workers.entries()) {
      handle.tell({ kind: "plan", plan: { ...plan, worker, workers: this.#workers.length } });
    }
  }

  /** Lets the clients with the numbers below this join, so many at once over all workers; returns when each has, or failed. */
  async join(end: number, atOnce: number): Promise<void> {
    const joined = this.#hearAll("joined");
    this.#tellAll({ kind: "join", end, atOnce: Math.max(1, Math.ceil(atOnce / this.#workers.length)) });
    await joined;
  }

  begin(): void {
    this.#tellAll({ kind: "begin" });
  }

  /** Stops the load; gives what was sent. */
  async cease(): Promise<SentTable> {
    const reports = this.#hearAll("sent");
    this.#tellAll({ kind: "cease" });
    return mergeSent((await reports).map(({ sent }) => sent));
  }

  /** Waits for what is under way, and takes the account of everything. */
  async account(sent: SentTable, patienceMs: number): Promise<AccountTotals> {
    const settled = this.#hearAll("settled");
    this.#tellAll({ kind: "settle", sent, patienceMs });
    const refused: RefusedTable = (await settled).flatMap((report) => report.refused);
    const accounts = this.#hearAll("account");
    this.#tellAll({ kind: "account", sent, refused });
    const sum = emptyAccounts();
    for (const { totals } of await accounts) addAccounts(sum, totals);
    return sum;
  }

  async leave(): Promise<void> {
    const left = this.#hearAll("left");
    this.#tellAll({ kind: "leave" });
    await left;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }

  #tellAll(command: WorkerCommand): void {
    for (const worker of this.#workers) worker.tell(command);
  }

  /** Waits for one report of this kind from each worker; rejects when one has ended. */
  async #hearAll<Kind extends WorkerReport["kind"]>(kind: Kind): Promise<ReportOf<Kind>[]> {
    const all = this.#workers.map((worker) => {
      const { promise, resolve } = Promise.withResolvers<ReportOf<Kind>>();
      worker.onReport((report) => {
        if (report.kind === kind) resolve(report as ReportOf<Kind>);
      });
      return promise;
    });
    return await Promise.race([Promise.all(all), this.#failed.promise]);
  }
}
