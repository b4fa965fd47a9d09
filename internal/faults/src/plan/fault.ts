/** Number of a node of a chat: 0, 1, 2. */
export type NodeIndex = number;

/** Kinds of faults. */
export const FaultKind = {
  /** A node's process is killed, and another one started later. */
  NodeKilled: "node killed",
  /** A node's process is stopped, and goes on later as if nothing had been. */
  NodeStopped: "node stopped",
  /** The broker is killed, and started again later. */
  BrokerKilled: "broker killed",
  /** The connection of one node to the broker is reset, and refused until later. */
  LinkCut: "link cut",
  /** Nothing gets through between one node and the broker until later; connections stay open. */
  LinkStalled: "link stalled",
} as const;
export type FaultKind = (typeof FaultKind)[keyof typeof FaultKind];

/** One thing that goes wrong in a round. */
export interface Fault {
  readonly kind: FaultKind;
  /** `null` for the broker. */
  readonly node: NodeIndex | null;
  /** When it begins, in milliseconds from when the first fault of the round may. */
  readonly beginsMs: number;
  readonly durationMs: number;
}

/** Silence of a node, in milliseconds, after which the others take it out. */
const NODE_TIMEOUT_MS = 10_000;

/** Silence in milliseconds after which a node itself no longer speaks to others. */
const LEASE_MS = 7_000;

/** Returns the name of a fault in a report. A stop of over 10 s has a name of its own, since such a node loses its names. */
export function nameFault({ kind, durationMs }: Fault): string {
  if (kind !== FaultKind.NodeStopped) return kind;
  return durationMs > NODE_TIMEOUT_MS ? "node stopped for over 10 s" : "node stopped for less than 10 s";
}

/** Checks whether the fault lasts so long that users of the node may lose their names. */
export function costsNames({ kind, durationMs }: Fault): boolean {
  if (kind === FaultKind.BrokerKilled) return false;
  return kind === FaultKind.NodeKilled || durationMs > LEASE_MS;
}
