import { setImmediate } from "node:timers/promises";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { ChatNode } from "../chat-node.ts";
import type { ConnectionWatch } from "../journal/connection-watch.ts";
import { JournalLedger } from "../journal/journal-ledger.ts";
import { HEARTBEAT_MS } from "../limits.ts";
import { loadModules } from "../modules/load-modules.ts";
import { NO_TOTALS } from "../totals.ts";
import { ModuleLink } from "./module-link.ts";
import { RpcPort } from "./rpc-port.ts";
import { ThreadBackplane } from "./thread-backplane.ts";
import { ThreadConnectionLimiter } from "./thread-connection-limiter.ts";
import { ThreadCounters } from "./thread-counters.ts";
import { ThreadEvents } from "./thread-events.ts";
import type { IoThread, IoThreadData, Registry, RegistryClient, ThreadStarter } from "./thread-message.ts";

/**
 * The entry of a worker thread: one of the event loops of a server. It owns its sockets from accept to close. An uncaught
 * error ends this thread alone, and the pool starts another.
 */
const pool = new RpcPort<ThreadStarter>(parentPort as MessagePort);
const data = workerData as IoThreadData;
const { thread, slot, registryPort, counters, limits, serverModules, trustedProxies, allowLookAlikes, journal } = data;

/** Connections that are listed to the pool at once. */
const CONNECTIONS_PER_TURN = 200;

const registry = new RpcPort<Registry>(registryPort);
const backplane = new ThreadBackplane(thread, registry);
const shared = new ThreadCounters(counters);
const limiter = new ThreadConnectionLimiter(limits, slot, shared, registry);
registry.serve({
  ...backplane.fromRegistry,
  addressLimitReached: limiter.addressLimitReached,
} satisfies RegistryClient);
const events = new ThreadEvents((list) => {
  pool.tell("events", list);
  // At once: should this thread die in its next turn, those of this one are not lost.
  pool.flush();
});
const logger = events.createLogger(data.logLevels);
setInterval(() => shared.beat(slot), HEARTBEAT_MS).unref();
const moduleLink = serverModules && new ModuleLink(serverModules);
const modules = await loadModules(data.modules);
if (moduleLink) modules.push(moduleLink.module);
let node: ChatNode | null = null;
/** The live journals, by the numbers that the pool has given them. */
const watches = new Map<number, ConnectionWatch>();

pool.serve({
  ready: () => undefined,
  listen,
  watchMessages(isWanted) {
    if (node) events.watchMessages(node, isWanted);
  },
  listConnections,
  totals: () => node?.loopTotals() ?? NO_TOTALS,
  watch,
  unwatch: (number) => watches.get(number)?.stop(),
  linkModules: (port) => moduleLink?.connect(port),
  async close(graceMs) {
    await node?.close({ graceMs });
    events.flush();
  },
} satisfies IoThread);

async function listen(host: string, port: number): Promise<void> {
  const options = {
    host,
    port,
    reusePort: true,
    limits,
    trustedProxies,
    allowLookAlikes,
    logger,
    backplane,
    ...(journal ? { journal: journal.options } : {}),
  };
  const sharedJournals = journal && { path: journal.path, ledger: new JournalLedger(journal.ledger) };
  node = new ChatNode(options, { sharedLimiter: limiter, sharedJournals, modules });
  events.watch(node);
  await node.listen();
}

/** Lists all connections, some in each turn of the loop: copying thousands to another thread takes time. */
async function listConnections(): Promise<void> {
  const connections = (await node?.connections()) ?? [];
  while (connections.length > 0) {
    pool.tell("connections", connections.splice(0, CONNECTIONS_PER_TURN));
    await setImmediate();
  }
}

async function watch(number: number, connection: string): Promise<boolean> {
  const found = await node?.watch(connection, (line) => pool.tell("watchLine", number, line));
  if (!found) return false;
  watches.set(number, found);
  found.ended.then(() => {
    watches.delete(number);
    pool.tell("watchEnded", number);
  });
  return true;
}
