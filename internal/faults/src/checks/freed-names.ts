import { foldName } from "@chat/protocol";
import type { EventOf, TimedEvent } from "../history/chat-event.ts";
import { FaultKind } from "../plan/fault.ts";
import type { Connection } from "./connections.ts";
import { Rule, type Violation } from "./violation.ts";

/** Time in which a name of a killed node has to be free, in milliseconds. */
export const FREED_WITHIN_MS = 15_000;

/** A name that somebody wanted after its owner's node was killed. */
export interface FreedName {
  readonly wanted: EventOf<"name wanted">;
  /** Time until somebody had it, in milliseconds; `null` when nobody has got it. */
  readonly freedMs: number | null;
}

/** Finds the times until names of killed nodes were given to others. */
export function findFreedNames(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
): FreedName[] {
  const names: FreedName[] = [];
  events.forEach((event, position) => {
    if (event.kind !== "name wanted") return;
    const kill = events.findLast(
      (other, index) => index < position && other.kind === "fault begins" && other.node === event.node,
    );
    if (kill?.kind !== "fault begins" || kill.fault !== FaultKind.NodeKilled) return;
    const name = foldName(event.name);
    const next = [...connections.values()].find(
      (connection) => connection.name === name && connection.welcomed > position,
    );
    const since = startOfWait(kill.at, events);
    const at = next && events[next.welcomed]?.at;
    names.push({ wanted: event, freedMs: at === undefined ? null : Math.max(0, at - since) });
  });
  return names;
}

/** Finds names that were not free in time. */
export function* findLateNames(names: readonly FreedName[]): Iterable<Violation> {
  for (const { wanted, freedMs } of names) {
    if (freedMs !== null && freedMs <= FREED_WITHIN_MS) continue;
    const when = freedMs === null ? "was not free at the end" : `was free after ${(freedMs / 1_000).toFixed(1)} s`;
    yield {
      rule: Rule.FreedInTime,
      text: `${wanted.name} of node ${wanted.node}, killed, ${when}.`,
      evidence: [wanted],
    };
  }
}

/** Without a broker nobody can take a node out, so the time counts from when it is back. */
function startOfWait(killedAt: number, events: readonly TimedEvent[]): number {
  let since = killedAt;
  let downSince: number | null = null;
  for (const event of events) {
    if (event.kind === "fault begins" && event.fault === FaultKind.BrokerKilled) downSince = event.at;
    if (event.kind === "fault ends" && event.fault === FaultKind.BrokerKilled && downSince !== null) {
      if (event.at >= killedAt && downSince <= killedAt + FREED_WITHIN_MS) since = Math.max(since, event.at);
      downSince = null;
    }
  }
  return since;
}
