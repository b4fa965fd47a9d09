/** What the healthy users of a server saw under one kind of attack. */
export interface PeerMetrics {
  /** Part of the messages between healthy users that arrived, in percent. */
  readonly delivered: number;
  readonly cutOff: number;
  readonly quietP99Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly grownMiB: number;
  /** `null` when it could be carried out. */
  readonly failure: string | null;
}

/** One kind of attack on one server. */
export interface PeerRow extends PeerMetrics {
  readonly server: string;
  readonly version: string;
  readonly kind: string;
}

/** A whole comparison, as it is kept. */
export interface PeerReport {
  readonly date: string;
  readonly machine: string;
  readonly rows: readonly PeerRow[];
}
