import type { LoadClient } from "./load-client.ts";
import type { Question } from "./question-queue.ts";
import type { Stamp } from "./stamp.ts";

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

/** The behaviour of a worker's clients. It gets their events, and makes them send. */
export interface Workload {
  /** True where clients come or go during the load: then the account needs the times of their messages to everyone. */
  readonly hasChurn?: boolean;
  /** Starts the load: clients that join before are idle, unless being connected is the load. */
  start(): void;
  stop(): void;
  /** Resolves when each client has sent the messages that it had to send; missing where their number is not fixed. */
  readonly allSent?: Promise<void>;
  /** Called when a client has joined, before or after the start. */
  onJoined(client: LoadClient): void;
  /** Called when a client has lost, closed or not got its connection. */
  onClosed?(client: LoadClient): void;
  onMessage?(client: LoadClient, stamp: Stamp): void;
  onAnswer?(client: LoadClient, question: Question): void;
}

/** The clients of a worker, as far as a workload decides when they connect. */
export interface ClientPool {
  /** Connects a client with a number that no client had before. */
  connect(index: number): LoadClient;
  reconnect(client: LoadClient): void;
  /** Lets a client leave that may come back: what is in flight from or to it still counts. */
  disconnect(client: LoadClient): void;
  /** Closes a client and forgets it: it takes no part in the account. */
  release(client: LoadClient): void;
}
