import type { TimedEvent } from "../history/chat-event.ts";
import type { NodeIndex } from "../plan/fault.ts";
import { findConnections } from "./connections.ts";
import { findFreedNames, findLateNames } from "./freed-names.ts";
import { findMessageLoss } from "./message-loss.ts";
import { findMessages } from "./messages.ts";
import { findDisorder } from "./order.ts";
import { findSharedNames } from "./ownership.ts";
import { findLostUsers } from "./staying-online.ts";
import { checkUserLists } from "./user-lists.ts";
import type { Violation } from "./violation.ts";

/** HistoryCheck on a round. */
export interface HistoryCheck {
  readonly violations: readonly Violation[];
  /** Time until each name of a killed node was free, in milliseconds. */
  readonly freedMs: readonly number[];
  /** Time until all nodes listed the same, in milliseconds; `null` when they never did. */
  readonly listsEqualMs: number | null;
}

/**
 * Checks what was seen in one round, and nothing else: the same events lead to the same result.
 *
 * @param nodes - the nodes that have to list who is there at the end
 */
export function checkHistory(events: readonly TimedEvent[], nodes: readonly NodeIndex[]): HistoryCheck {
  const connections = findConnections(events);
  const messages = findMessages(events);
  const freed = findFreedNames(events, connections);
  const lists = checkUserLists(events, connections, nodes);
  return {
    violations: [
      ...findSharedNames(events, connections, messages),
      ...findLateNames(freed),
      ...lists.violations,
      ...findMessageLoss(events, connections, messages),
      ...findDisorder(messages),
      ...findLostUsers(events, connections),
    ],
    freedMs: freed.flatMap(({ freedMs }) => (freedMs === null ? [] : [freedMs])),
    listsEqualMs: lists.equalMs,
  };
}
