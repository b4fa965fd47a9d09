import type { WorkerSample } from "../generator/worker-sampler.ts";
import type { LoadPlan } from "../generator/workload.ts";
import type { AccountTotals, RefusedTable, SentTable } from "../metrics/ledger.ts";
import type { Load } from "../workloads/workloads.ts";

/** Interval of a worker's samples, in milliseconds. */
export const WORKER_SAMPLE_EVERY_MS = 250;

export type WorkerCommand =
  | { readonly kind: "plan"; readonly plan: LoadPlan; readonly load: Load }
  /** Connect the clients with the next numbers below `end`, with at most `maxPending` on their way at once. */
  | { readonly kind: "join"; readonly end: number; readonly maxPending: number }
  /** Close all clients; clients that join from now on have new numbers. */
  | { readonly kind: "disconnect-all" }
  | { readonly kind: "start" }
  /** Reply when each client has sent the messages that it had to send. */
  | { readonly kind: "await-sent" }
  /** Send a sample of what happened since the last one. */
  | { readonly kind: "sample" }
  /** Send nothing new; the worker replies with what was sent. */
  | { readonly kind: "stop-load" }
  /** Wait until everything that was sent has arrived, or nothing new has for the timeout. */
  | { readonly kind: "settle"; readonly sent: SentTable; readonly timeoutMs: number }
  /** List the messages of this worker's clients that were reported as undeliverable; sent when all workers have settled. */
  | { readonly kind: "list-refused" }
  /** Take the account of what was sent to this worker's clients, and of what their senders were told did not arrive. */
  | { readonly kind: "account"; readonly sent: SentTable; readonly refused: RefusedTable }
  | { readonly kind: "close" };

export type WorkerEvent =
  | { readonly kind: "ready" }
  | { readonly kind: "sample"; readonly sample: WorkerSample }
  /** Follows the sample that was asked for. */
  | { readonly kind: "sampled" }
  /** Each client with a number below `end`, as a command to join gave it, has joined or failed. */
  | { readonly kind: "joined"; readonly end: number }
  /** Each client has sent the messages that it had to send. */
  | { readonly kind: "all-sent" }
  | { readonly kind: "sent"; readonly sent: SentTable }
  | { readonly kind: "settled" }
  | { readonly kind: "refused"; readonly refused: RefusedTable }
  | { readonly kind: "account"; readonly totals: AccountTotals }
  | { readonly kind: "closed" };

/** A worker as the coordinator sees it, wherever it runs. */
export interface WorkerHandle {
  send(command: WorkerCommand): void;
  /** Calls the listener with every event of the worker from now on. */
  onEvent(listener: (event: WorkerEvent) => void): void;
  /** Calls the listener once when the worker ends by itself. */
  onFailure(listener: (error: Error) => void): void;
  stop(): Promise<void>;
}
