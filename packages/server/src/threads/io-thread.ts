import { setImmediate } from "node:timers/promises";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { ChatNode } from "../chat-node.ts";
import { JournalLedger } from "../journal/journal-ledger.ts";
import { HEARTBEAT_MS } from "../limits.ts";
import { loadModules } from "../modules/load-modules.ts";
import { NO_TOTALS } from "../totals.ts";
import { ModuleLink } from "./module-link.ts";
import { RegistryPort } from "./registry-port.ts";
import { ThreadBackplane } from "./thread-backplane.ts";
import { ThreadConnectionLimiter } from "./thread-connection-limiter.ts";
import { ThreadCounters } from "./thread-counters.ts";
import { ThreadEvents } from "./thread-events.ts";
import type { FromIoThread, IoThreadData, ToIoThread } from "./thread-message.ts";
import { ThreadWatches } from "./thread-watches.ts";

/**
 * The entry of a worker thread: one of the event loops of a server. It owns its sockets from accept to close. An uncaught
 * error ends this thread alone, and the pool starts another.
 */
const pool = parentPort as MessagePort;
const data = workerData as IoThreadData;
const { thread, slot, registryPort, counters, limits, serverModules, trustedProxies, allowLookAlikes, journal } = data;

/** Connections that are listed to the pool at once. */
const CONNECTIONS_PER_TURN = 200;

const registry = new RegistryPort(registryPort);
const backplane = new ThreadBackplane(thread, registry);
const shared = new ThreadCounters(counters);
const limiter = new ThreadConnectionLimiter(limits, slot, shared, registry);
const events = new ThreadEvents((list) => send({ kind: "events", events: list }));
const logger = events.createLogger(data.logLevels);
setInterval(() => shared.beat(slot), HEARTBEAT_MS).unref();
const moduleLink = serverModules && new ModuleLink(serverModules);
const modules = await loadModules(data.modules);
if (moduleLink) modules.push(moduleLink.module);
let node: ChatNode | null = null;
const watches = new ThreadWatches(send);

pool.on("message", handle);
send({ kind: "ready" });

async function handle(message: ToIoThread): Promise<void> {
  switch (message.kind) {
    case "listen":
      return listen(message);
    case "watch-messages":
      if (node) events.watchMessages(node, message.isWanted);
      return;
    case "add-up":
      return send({ kind: "totals", totals: node?.loopTotals() ?? NO_TOTALS });
    case "watch":
      return watches.begin(node, message);
    case "unwatch":
      return watches.stop(message.watch);
    case "list-connections":
      return listConnections();
    case "module-link":
      return moduleLink?.connect(message.port);
    case "close":
      await node?.close({ graceMs: message.graceMs });
      events.flush();
      return send({ kind: "closed" });
  }
}

async function listen({ host, port }: ToIoThread & { kind: "listen" }): Promise<void> {
  try {
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
    send({ kind: "listening" });
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    send({ kind: "failed", error: { message, code } });
  }
}

/** Lists all connections, some in each turn of the loop: copying thousands to another thread takes time. */
async function listConnections(): Promise<void> {
  const connections = (await node?.connections()) ?? [];
  while (connections.length > 0) {
    send({ kind: "connections", connections: connections.splice(0, CONNECTIONS_PER_TURN) });
    await setImmediate();
  }
  send({ kind: "connections-listed" });
}

function send(message: FromIoThread): void {
  pool.postMessage(message);
}
