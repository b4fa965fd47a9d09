import type { LoadPlan } from "../generator/load-plan.ts";
import type { AccountTotals, RefusedTable, SentTable } from "../metrics/ledger.ts";
import type { EncodedHistograms } from "../metrics/recorder.ts";

/** How often a worker tells where it stands, in milliseconds. */
export const WORKER_SAMPLE_EVERY_MS = 250;

/** What the coordinator tells a worker. */
export type WorkerCommand =
  | { readonly kind: "plan"; readonly plan: LoadPlan }
  /** Connect the clients with the next numbers, below `end`, at most so many at once. */
  | { readonly kind: "join"; readonly end: number; readonly atOnce: number }
  /** Everybody leaves; who joins from now on has a new number. */
  | { readonly kind: "disconnectAll" }
  /** The load begins. */
  | { readonly kind: "begin" }
  /** Tell at once what happened since the last sample. */
  | { readonly kind: "sample" }
  /** Nothing new is sent; the worker answers with what was. */
  | { readonly kind: "cease" }
  /** Wait until everything that was sent has arrived, or nothing comes any more. */
  | { readonly kind: "settle"; readonly sent: SentTable; readonly settleTimeoutMs: number }
  /** Tell what this worker's senders were told did not arrive: asked when all workers have settled. */
  | { readonly kind: "tell-refused" }
  /** Take the account of what was sent to this worker's clients, with what their senders were told did not arrive. */
  | { readonly kind: "account"; readonly sent: SentTable; readonly refused: RefusedTable }
  | { readonly kind: "leave" };

/** What a worker tells. */
export type WorkerEvent =
  | { readonly kind: "ready" }
  | { readonly kind: "sample"; readonly sample: WorkerSample }
  /** The sample that was asked for stands before this. */
  | { readonly kind: "sampled" }
  /** Each client of the last command has joined or failed. */
  | { readonly kind: "joined" }
  | { readonly kind: "sent"; readonly sent: SentTable }
  | { readonly kind: "settled" }
  | { readonly kind: "refused"; readonly refused: RefusedTable }
  | { readonly kind: "account"; readonly totals: AccountTotals }
  | { readonly kind: "left" };

/** What happened in a worker since its last sample, and where it stands. */
export interface WorkerSample {
  readonly joined: number;
  readonly pending: number;
  readonly joins: number;
  /** Of the joins, those of clients that had been there before. */
  readonly returns: number;
  /** Connections of slow readers that the server has closed. */
  readonly cutOffs: number;
  readonly sent: number;
  readonly received: number;
  /** Questions that were passed over by a later answer, or have waited too long, in all. */
  readonly overdueAnswers: number;
  readonly histograms: EncodedHistograms;
  /** By kind, since the last sample. */
  readonly errors: Readonly<Record<string, number>>;
  /** The last detail for each kind, for people. */
  readonly details: Readonly<Record<string, string>>;
  readonly loopDelayP99Ms: number;
  /** Share of the time in which this worker's event loop had work. */
  readonly loopUtilization: number;
  readonly serverKind: "framing" | "original" | null;
}

/** A worker as the coordinator sees it, wherever it runs. */
export interface WorkerHandle {
  tell(command: WorkerCommand): void;
  /** Called with everything that the worker tells, from now on. */
  onEvent(listener: (report: WorkerEvent) => void): void;
  /** Called once when the worker ended by itself. */
  onFailure(listener: (error: Error) => void): void;
  stop(): Promise<void>;
}
