import type { NodeIndex, TimedEvent } from "../history/chat-event.ts";
import { findConnections } from "./connections.ts";
import { findFreedNames, findLateNames } from "./freed-names.ts";
import { judgeLists } from "./lists.ts";
import { findLosses } from "./losses.ts";
import { findMessages } from "./messages.ts";
import { findDisorder } from "./order.ts";
import { findSharedNames } from "./ownership.ts";
import { findLostUsers } from "./staying-online.ts";
import type { Violation } from "./violation.ts";

/** Judgement on a round. */
export interface Judgement {
  readonly violations: readonly Violation[];
  /** Time until each name of a killed node was free, in milliseconds. */
  readonly freedMs: readonly number[];
  /** Time until all nodes listed the same, in milliseconds; `null` when they never did. */
  readonly listsEqualMs: number | null;
}

/**
 * Judges what was seen in one round, and nothing else: the same events give the same judgement.
 *
 * @param nodes - the nodes that have to list who is there at the end
 */
export function judge(events: readonly TimedEvent[], nodes: readonly NodeIndex[]): Judgement {
  const connections = findConnections(events);
  const messages = findMessages(events);
  const freed = findFreedNames(events, connections);
  const lists = judgeLists(events, connections, nodes);
  return {
    violations: [
      ...findSharedNames(events, connections, messages),
      ...findLateNames(freed),
      ...lists.violations,
      ...findLosses(events, connections, messages),
      ...findDisorder(messages),
      ...findLostUsers(events, connections),
    ],
    freedMs: freed.flatMap(({ freedMs }) => (freedMs === null ? [] : [freedMs])),
    listsEqualMs: lists.equalMs,
  };
}
