import { foldName } from "@chat/protocol";
import type { EventOf, TimedEvent } from "../history/chat-event.ts";
import { FaultKind, type NodeIndex } from "../plan/fault.ts";

/** A connection that was given a name. Its moments are positions in the list of events; what never came is at infinity. */
export interface Connection {
  readonly who: string;
  /** Folded: of two connections with the same name this is equal. */
  readonly name: string;
  readonly node: NodeIndex;
  readonly welcomed: number;
  /** When this side ended it. */
  readonly left: number;
  /** When it was seen to be gone. */
  readonly ended: number;
  /** From here on nothing can have been written to it that it has not received; the earlier of the two in a reset. */
  readonly gone: number;
  /** True when something that was written to it may have been lost with it. */
  readonly isTorn: boolean;
  /** The server's last words. */
  readonly words: string | null;
  /** True when it ended because its node was killed. */
  readonly isKilled: boolean;
}

/** Finds every connection that was welcomed. */
export function findConnections(events: readonly TimedEvent[]): Map<string, Connection> {
  const connections = new Map<string, Connection>();
  /** Position of each claim: a welcome may be on its way to us when its node is killed. */
  const claims = new Map<string, number>();
  const kills = new Map<NodeIndex | null, number>();
  for (const [position, event] of events.entries()) {
    if (event.kind === "claims") claims.set(event.who, position);
    if (event.kind === "fault begins" && event.fault === FaultKind.NodeKilled) kills.set(event.node, position);
    if (event.kind === "welcomed") {
      connections.set(event.who, toConnection(event.who, event.name, event.node, position));
    } else if (event.kind === "leaves" || event.kind === "ended") {
      const before = connections.get(event.who);
      if (!before) continue;
      const isKilled = (kills.get(before.node) ?? -1) > (claims.get(event.who) ?? before.welcomed);
      connections.set(event.who, { ...before, ...changesBy(event, position, before, isKilled) });
    }
  }
  return connections;
}

/** When a connection stopped to have its name, as far as this side can know. */
export function endOf({ left, ended }: Connection): number {
  return Math.min(left, ended);
}

/** Checks whether nobody had ended it when the list ends. */
export function isLive(connection: Connection): boolean {
  return endOf(connection) === Number.POSITIVE_INFINITY;
}

/** Puts connections that have the same name together, in the order of their welcomes. */
export function groupByName(connections: Iterable<Connection>): Map<string, Connection[]> {
  return Map.groupBy(connections, ({ name }) => name);
}

function changesBy(
  event: EventOf<"leaves"> | EventOf<"ended">,
  position: number,
  { gone, isTorn }: Connection,
  isKilled: boolean,
): Partial<Connection> {
  if (event.kind === "leaves") {
    return event.isGraceful ? { left: position } : { left: position, gone: position, isTorn: true };
  }
  return {
    ended: position,
    gone: Math.min(gone, position),
    isTorn: isTorn || isKilled || !event.isClean,
    isKilled,
    words: event.words,
  };
}

function toConnection(who: string, name: string, node: NodeIndex, welcomed: number): Connection {
  const never = Number.POSITIVE_INFINITY;
  const open = { left: never, ended: never, gone: never, isTorn: false, words: null, isKilled: false };
  return { who, name: foldName(name), node, welcomed, ...open };
}
