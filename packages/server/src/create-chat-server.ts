import { createChatNode } from "./chat-node.ts";
import type { ChatServer } from "./chat-server.ts";
import { silentLogger } from "./logger.ts";
import type { ChatServerOptions } from "./options.ts";
import { loadEndpoints } from "./threads/endpoint-modules.ts";
import { canSpread } from "./threads/spread-check.ts";
import { resolveThreadCount } from "./threads/thread-count.ts";
import { ThreadPool } from "./threads/thread-pool.ts";

/**
 * Makes a chat server of one event loop or of many. It does nothing until `listen()`. Where the system does not spread new
 * connections over threads there is one, and a warning in the log.
 *
 * @throws {RangeError} for an option out of range; the message says which, and what is allowed.
 * @throws {Error} for a module of endpoints that can't be loaded.
 */
export async function createChatServer({
  threads = "auto",
  endpointModules = [],
  ...options
}: ChatServerOptions = {}): Promise<ChatServer> {
  const isOneOfSeveral = options.backplane !== undefined || options.reusePort === true;
  const threadCount = isOneOfSeveral && threads === "auto" ? 1 : resolveThreadCount(threads);
  if (isOneOfSeveral && threadCount > 1) {
    throw new RangeError(
      `${threadCount} threads can share neither a backplane nor a port with other servers: start a server of one thread for each.`,
    );
  }
  const isSpread = threadCount > 1 && (await canSpread(options.host));
  if (isSpread) return new ThreadPool({ ...options, threads: threadCount, endpointModules });
  if (threadCount > 1) {
    const { warn } = options.logger ?? silentLogger;
    warn.call(
      options.logger,
      { event: "one-thread", threads: threadCount },
      `This system does not spread connections over ${threadCount} threads: there is one`,
    );
  }
  return createChatNode({ ...options, endpoints: await loadEndpoints(endpointModules) });
}
