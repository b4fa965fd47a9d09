import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { ChatNode } from "../chat-node.ts";
import { HEARTBEAT_MS } from "../limits.ts";
import { loadEndpoints } from "./endpoint-modules.ts";
import { RegistryPort } from "./registry-port.ts";
import { ThreadBackplane } from "./thread-backplane.ts";
import { ThreadConnectionLimiter } from "./thread-connection-limiter.ts";
import { ThreadCounters } from "./thread-counters.ts";
import { ThreadEvents } from "./thread-events.ts";
import type { FromIoThread, IoThreadData, ToIoThread } from "./thread-message.ts";

/**
 * One of the event loops of a server: the entry of a worker thread. It owns its sockets from accept to close. Whatever is
 * thrown here and not caught ends this thread alone; the pool starts another.
 */
const pool = parentPort as MessagePort;
const { thread, slot, registryPort, counters, limits, endpointModules, trustedProxies, allowLookAlikes, logLevels } =
  workerData as IoThreadData;

const registry = new RegistryPort(registryPort);
const backplane = new ThreadBackplane(thread, registry);
const shared = new ThreadCounters(counters);
const limiter = new ThreadConnectionLimiter(limits, slot, shared, registry);
const events = new ThreadEvents((list) => tell({ kind: "happened", events: list }));
const logger = events.createLogger(logLevels);
setInterval(() => shared.beat(slot), HEARTBEAT_MS).unref();
const endpoints = await loadEndpoints(endpointModules);
let node: ChatNode | null = null;

pool.on("message", hear);
tell({ kind: "ready" });

async function hear(message: ToIoThread): Promise<void> {
  switch (message.kind) {
    case "listen":
      return listen(message);
    case "watch-messages":
      if (node) events.watchMessages(node, message.isWanted);
      return;
    case "close":
      await node?.close({ graceMs: message.graceMs });
      events.flush();
      return tell({ kind: "closed" });
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
      endpoints,
      logger,
      backplane,
    };
    node = new ChatNode(options, limiter);
    events.watch(node);
    await node.listen();
    tell({ kind: "listening" });
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    tell({ kind: "failed", error: { message, code } });
  }
}

function tell(message: FromIoThread): void {
  pool.postMessage(message);
}
