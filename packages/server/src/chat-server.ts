import type { AddressInfo } from "node:net";
import { ChatNode } from "./chat-node.ts";
import type { ChatNodeEmitter } from "./chat-node-emitter.ts";
import { checkServerOptions } from "./check-options.ts";
import type { ConnectionReport } from "./connection/connection-report.ts";
import type { Control, OnlineUser } from "./control/control.ts";
import { createEndpointTable } from "./dispatch/endpoint-table.ts";
import { standardEndpoints } from "./endpoints/index.ts";
import type { ConnectionWatch, JournalLineTaker } from "./journal/connection-watch.ts";
import { resolveLimits, type ServerLimits } from "./limits.ts";
import { silentLogger } from "./logger.ts";
import { loadModules } from "./modules/load-modules.ts";
import type { ChatServerOptions, CloseOptions } from "./options.ts";
import { linkModules } from "./threads/module-thread.ts";
import { canSpread } from "./threads/spread-check.ts";
import { resolveThreadCount } from "./threads/thread-count.ts";
import { ThreadPool } from "./threads/thread-pool.ts";
import type { ServerTotals } from "./totals.ts";

/** A chat server, whether it is one event loop or many. */
export interface ChatServer extends ChatNodeEmitter, AsyncDisposable {
  /** The limits in force, for all event loops together. */
  readonly limits: ServerLimits;
  /** Event loops that serve users. */
  readonly threadCount: number;
  /** Users online. */
  readonly userCount: number;
  /** Connections, those included that have no name yet. */
  readonly connectionCount: number;
  /** The acts of those who run the server. */
  readonly control: Control;
  /** Lists the users online, on this node and all others, in the order in which they came. */
  users(): OnlineUser[];
  /**
   * Reports every connection of this process, those without a name included, whatever thread serves it. It is done between
   * other work, so that however many connections there are, nobody is held up.
   */
  connections(): Promise<ConnectionReport[]>;
  /** Adds up what all event loops of this process have counted since the start, those included that are gone. */
  totals(): Promise<ServerTotals>;
  /**
   * Records one connection of this process from now on, and passes on each line of its journal as soon as it
   * is there, its line end included. The texts of messages are masked, and the user is told. Returns `null` when there is no such
   * connection.
   *
   * @param id - the `id` of its report
   */
  watch(id: string, takeLine: JournalLineTaker): Promise<ConnectionWatch | null>;
  /** Starts to listen. Rejects with the system's error (`EADDRINUSE`, `EACCES`, …) when that can't be. */
  listen(): Promise<AddressInfo>;
  /**
   * The address that it listens on, the port chosen by the system included.
   *
   * @throws {Error} while it does not listen
   */
  address(): AddressInfo;
  /** Stops accepting, says goodbye to every user, writes what waits for them, and closes. */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Makes a chat server of one event loop or of many. It does nothing until `listen()`. Where the system does not spread new
 * connections over threads there is one, and a warning in the log.
 *
 * @throws {TypeError} for an option that does not exist; the message says which was most likely meant.
 * @throws {RangeError} for a value that is not allowed; the message says what is.
 * @throws {Error} for a module that can't be loaded, or has an export that can't be used; the message says why.
 */
export function createChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  return createServerOfThreads(options, canSpread);
}

/** @param canSpread - finds out if the system spreads the connections to one port of a host over several listeners */
export async function createServerOfThreads(
  given: ChatServerOptions,
  canSpread: (host?: string) => Promise<boolean>,
): Promise<ChatServer> {
  const { threads = "auto", modules: paths = [], ...options } = checkServerOptions(given);
  const isOneOfSeveral = options.backplane !== undefined || options.reusePort === true;
  const threadCount = isOneOfSeveral && threads === "auto" ? 1 : resolveThreadCount(threads);
  if (isOneOfSeveral && threadCount > 1) {
    throw new RangeError(
      `${threadCount} threads can share neither a backplane nor a port with other servers: start a server of one thread for each.`,
    );
  }
  const isSpread = threadCount > 1 && (await canSpread(options.host));
  // Also when threads will load them again: what is wrong with one shows before anything listens.
  const modules = await loadModules(paths);
  createEndpointTable([...standardEndpoints, ...modules.flatMap(({ module }) => module.endpoints ?? [])]);
  const onServer = modules.find(({ module }) => module.scope === "server");
  if (onServer && options.backplane) {
    throw new RangeError(
      `The module ${onServer.url} has the scope "server", and this server is one of several nodes: no place can be asked by all of them. Leave the scope or the backplane out.`,
    );
  }
  if (isSpread) return new ThreadPool({ ...options, threads: threadCount, modules });
  if (threadCount > 1) {
    const { warn } = options.logger ?? silentLogger;
    warn.call(
      options.logger,
      { event: "one-thread", threads: threadCount },
      `This system does not spread connections over ${threadCount} threads: there is one`,
    );
  }
  const linked = linkModules(modules, resolveLimits(options.limits ?? {}), options.logger ?? silentLogger);
  return new ChatNode(options, { modules: linked });
}
