/** Everything that a worker's clients have to know, as it crosses to its thread or process. Times are in milliseconds. */
export interface LoadPlan {
  /** The run's name on the wire; no two runs at one server have the same. */
  readonly run: string;
  readonly host: string;
  readonly port: number;
  /** Addresses to connect from, taken in turn; empty for the system's choice. */
  readonly sources: readonly string[];
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /** Time after which an answer counts as lost. */
  readonly answerTimeoutMs: number;
  readonly messageBytes: number;
  /** Number of this worker. A client belongs to the worker that its index modulo `workers` names. */
  readonly worker: number;
  readonly workers: number;
  /** Seed of the workload's choices, so that a run can be repeated. */
  readonly seed: number;
}
