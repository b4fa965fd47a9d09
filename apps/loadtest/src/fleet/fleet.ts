import type { WorkerSample } from "../generator/worker-sampler.ts";
import type { LoadPlan } from "../generator/workload.ts";
import {
  type AccountTotals,
  addAccounts,
  emptyAccounts,
  mergeSent,
  type RefusedTable,
  type SentTable,
} from "../metrics/ledger.ts";
import type { Load } from "../workloads/workloads.ts";
import { startProcessWorkers } from "./process-workers.ts";
import { ThreadWorker } from "./thread-worker.ts";
import type { WorkerCommand, WorkerEvent, WorkerHandle } from "./worker-message.ts";

export interface FleetSize {
  /** 1 for threads in this process alone. */
  readonly processes: number;
  /** Event loops in each process. */
  readonly threads: number;
}

type EventOf<Kind extends WorkerEvent["kind"]> = Extract<WorkerEvent, { kind: Kind }>;

export class Fleet implements AsyncDisposable {
  readonly #workers: readonly WorkerHandle[];
  readonly #failed = Promise.withResolvers<never>();
  #expected: ExpectedEvent[] = [];
  onSample: (worker: number, sample: WorkerSample) => void = () => undefined;

  private constructor(workers: readonly WorkerHandle[]) {
    this.#workers = workers;
    // Every wait for a worker rejects with it.
    this.#failed.promise.catch(() => undefined);
    for (const [index, worker] of workers.entries()) {
      worker.onFailure((error) => this.#failed.reject(error));
      worker.onEvent((event) => this.#receive(worker, index, event));
    }
  }

  /** Starts the workers; resolves when each is ready. */
  static async start({ processes, threads }: FleetSize): Promise<Fleet> {
    const workers =
      processes === 1
        ? Array.from({ length: threads }, () => new ThreadWorker())
        : Array.from({ length: processes }, () => startProcessWorkers(threads)).flat();
    const fleet = new Fleet(workers);
    await fleet.#awaitAll("ready");
    return fleet;
  }

  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  plan(plan: Omit<LoadPlan, "worker" | "workers">, load: Load): void {
    for (const [worker, handle] of this.#workers.entries()) {
      handle.send({ kind: "plan", plan: { ...plan, worker, workers: this.#workers.length }, load });
    }
  }

  /** Lets the clients with numbers below `end` join, `maxPending` at once; resolves when each has joined or failed. */
  async joinUpTo(end: number, maxPending: number): Promise<void> {
    // The event of an earlier command may still be on its way.
    const joined = this.#awaitAll("joined", (event) => event.end >= end);
    this.#sendAll({ kind: "join", end, maxPending: Math.max(1, Math.ceil(maxPending / this.#workers.length)) });
    await joined;
  }

  disconnectAll(): void {
    this.#sendAll({ kind: "disconnect-all" });
  }

  start(): void {
    this.#sendAll({ kind: "start" });
  }

  /** Resolves when each client has sent the messages that it had to send; never where their number is not fixed. */
  async allSent(): Promise<void> {
    const sent = this.#awaitAll("all-sent");
    this.#sendAll({ kind: "await-sent" });
    await sent;
  }

  /** Resolves when the samples of everything that has happened until now have come. */
  async sample(): Promise<void> {
    const sampled = this.#awaitAll("sampled");
    this.#sendAll({ kind: "sample" });
    await sampled;
  }

  /** Stops the load; returns what was sent, once the samples of everything until then have come. */
  async stopLoad(): Promise<SentTable> {
    const events = this.#awaitAll("sent");
    this.#sendAll({ kind: "stop-load" });
    return mergeSent((await events).map(({ sent }) => sent));
  }

  /** Waits for what is in flight, and takes the account of everything. */
  async account(sent: SentTable, settleTimeoutMs: number): Promise<AccountTotals> {
    const settled = this.#awaitAll("settled");
    this.#sendAll({ kind: "settle", sent, timeoutMs: settleTimeoutMs });
    await settled;
    const refusals = this.#awaitAll("refused");
    this.#sendAll({ kind: "list-refused" });
    const refused: RefusedTable = (await refusals).flatMap((event) => event.refused);
    const accounts = this.#awaitAll("account");
    this.#sendAll({ kind: "account", sent, refused });
    const sum = emptyAccounts();
    for (const { totals } of await accounts) addAccounts(sum, totals);
    return sum;
  }

  async close(): Promise<void> {
    const closed = this.#awaitAll("closed");
    this.#sendAll({ kind: "close" });
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }

  #sendAll(command: WorkerCommand): void {
    for (const worker of this.#workers) worker.send(command);
  }

  /** Waits for one event of this kind from each worker, which `isMeant`; rejects when one has ended. */
  async #awaitAll<Kind extends WorkerEvent["kind"]>(
    kind: Kind,
    isMeant: (event: EventOf<Kind>) => boolean = () => true,
  ): Promise<EventOf<Kind>[]> {
    const all = this.#workers.map((worker) => {
      const { promise, resolve } = Promise.withResolvers<WorkerEvent>();
      const isExpected = (event: WorkerEvent) => event.kind === kind && isMeant(event as EventOf<Kind>);
      this.#expected.push({ worker, isExpected, resolve });
      return promise as Promise<EventOf<Kind>>;
    });
    return await Promise.race([Promise.all(all), this.#failed.promise]);
  }

  #receive(worker: WorkerHandle, index: number, event: WorkerEvent): void {
    if (event.kind === "sample") return this.onSample(index, event.sample);
    const isMet = (expected: ExpectedEvent) => expected.worker === worker && expected.isExpected(event);
    // One event resolves all who wait for it.
    for (const { resolve } of this.#expected.filter(isMet)) resolve(event);
    this.#expected = this.#expected.filter((expected) => !isMet(expected));
  }
}

interface ExpectedEvent {
  readonly worker: WorkerHandle;
  isExpected(event: WorkerEvent): boolean;
  resolve(event: WorkerEvent): void;
}
