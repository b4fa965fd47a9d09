/** What the clients of a run do once they have joined. Times are in milliseconds. */
export type Load =
  | ChatLoad
  /** Connections that each ask for the time now and then: to be there is the load. */
  | { readonly kind: "heartbeat"; readonly everyMs: number }
  /** Direct messages between pairs of clients. */
  | { readonly kind: "direct"; readonly users: number; readonly pacing: Pacing }
  /** Messages to everyone, by so many of the clients. */
  | { readonly kind: "shout"; readonly users: number; readonly shouters: number; readonly pacing: Pacing }
  /** Clients that join and leave again. */
  | { readonly kind: "join"; readonly pacing: Pacing };

/** Bots that chat at a human pace, each with a persona. */
export interface ChatLoad {
  readonly kind: "chat";
  readonly users: number;
  readonly personas: readonly Persona[];
  /** How bots come and go; `null` when all of them stay. */
  readonly churn: Churn | null;
}

/** Bots that leave and come back, all the time. */
export interface Churn {
  /** So many leave each second, in all. */
  readonly perSecond: number;
  /** How long one stays away, drawn anew each time. One whose connection was closed by the server comes back as well. */
  readonly awayMs: { readonly min: number; readonly max: number };
}

/** When the next message is due: when an answer has come (closed loop), or when the rate says so (open loop). */
export type Pacing =
  | { readonly kind: "closed"; readonly inFlight: number }
  | { readonly kind: "open"; readonly perSecond: number };

/** How a bot behaves. The shares of what it writes add up to 1. */
export interface Persona {
  readonly name: string;
  /** Share of the bots that are so. */
  readonly share: number;
  readonly paceMs: { readonly min: number; readonly max: number };
  readonly writes: {
    readonly time: number;
    readonly list: number;
    readonly direct: number;
    readonly shout: number;
    readonly nobody: number;
  };
  /** Whether it reads what it gets. One that does not is cut off by a good server, and its losses are exempt. */
  readonly reads: boolean;
}

/** Everything that a worker has to know, as it crosses to its thread or process. */
export interface LoadPlan {
  /** Names the run on the wire; no two runs at one server share it. */
  readonly run: string;
  readonly host: string;
  readonly port: number;
  /** Addresses to connect from, taken in turn; none for the system's choice. */
  readonly sources: readonly string[];
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /** After which an answer counts as lost. */
  readonly answerTimeoutMs: number;
  readonly messageBytes: number;
  readonly load: Load;
  /** Number of this worker, and how many there are: a client belongs to the worker that its index gives. */
  readonly worker: number;
  readonly workers: number;
  /** Seed of what bots choose, so that a run can be repeated. */
  readonly seed: number;
}
