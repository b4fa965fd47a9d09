import type { Logger } from "../logger.ts";
import type { Budget } from "./budget.ts";
import type { Connection } from "./connection.ts";
import { DisconnectReason } from "./disconnect-reason.ts";

/**
 * Releases memory of the outboxes until their budget is kept: offers what waits to the kernel, then ends the connections
 * that hold most and did not take it.
 */
export function relieveOutboxes(connections: ReadonlySet<Connection>, budget: Budget, logger: Logger): void {
  for (const { outbox } of connections) outbox.offer();
  const limit = `maxAllOutboxBytes (${budget.limit} bytes)`;
  while (budget.isExceeded) {
    const largest = findLargest(connections, ({ outbox }) => (outbox.isStuck ? outbox.heldBytes : 0));
    if (!largest) return;
    const fields = { event: "out-of-memory", ip: largest.ip, name: largest.userName, limit: "maxAllOutboxBytes" };
    logger.warn(fields, `${limit} is used up: the slowest reader goes`);
    largest.hangUpOnReader(DisconnectReason.OutOfMemory, `all that waits for slow readers passed ${limit}`);
  }
}

/** Releases memory of incomplete messages until their budget is kept: ends the connections with the largest ones. */
export function relieveInputs(connections: ReadonlySet<Connection>, budget: Budget, logger: Logger): void {
  const limit = `maxAllIncompleteBytes (${budget.limit} bytes)`;
  while (budget.isExceeded) {
    const largest = findLargest(connections, ({ inputBytes }) => inputBytes);
    if (!largest) return;
    const fields = { event: "out-of-memory", ip: largest.ip, name: largest.userName, limit: "maxAllIncompleteBytes" };
    logger.warn(fields, `${limit} is used up: the largest message goes`);
    largest.hangUp(DisconnectReason.OutOfMemory, `all incomplete messages together passed ${limit}`);
  }
}

/** Returns the connection that holds most, or `null` when none holds anything. */
function findLargest(
  connections: Iterable<Connection>,
  bytesOf: (connection: Connection) => number,
): Connection | null {
  let largest: Connection | null = null;
  let most = 0;
  for (const connection of connections) {
    const bytes = bytesOf(connection);
    if (bytes > most) [largest, most] = [connection, bytes];
  }
  return largest;
}
