import type { Backplane } from "../src/backplane/backplane.ts";
import { LocalBackplane } from "../src/backplane/local-backplane.ts";
import { Admission } from "../src/connection/admission.ts";
import { Connection, type ConnectionObserver } from "../src/connection/connection.ts";
import { LocalConnectionLimiter } from "../src/connection/connection-limiter.ts";
import { createConnectionServices } from "../src/connection/connection-services.ts";
import { Sanctions } from "../src/control/sanctions.ts";
import { Dispatcher } from "../src/dispatch/dispatcher.ts";
import type { Endpoint } from "../src/dispatch/endpoint.ts";
import { resolveLimits } from "../src/limits.ts";
import { silentLogger } from "../src/logger.ts";
import { Networks } from "../src/networks.ts";
import { RecordingPeer } from "./recording-peer.ts";

/** A connection in memory. */
export interface FakeConnection {
  readonly connection: Connection;
  readonly peer: RecordingPeer;
}

/** The parts that connections share on one event loop, and all that happened to connections. Meant for fake timers. */
export function createFakeLoop(
  limits: Parameters<typeof resolveLimits>[0] = {},
  endpoints: readonly Endpoint[] = [],
  backplane: Backplane = new LocalBackplane(),
) {
  const resolved = resolveLimits(limits);
  const events: string[] = [];
  const observer: ConnectionObserver = {
    addressed: () => undefined,
    named: () => undefined,
    joined: ({ name }) => {
      events.push(`${name} joined`);
      return null;
    },
    left: ({ name }, reason) => void events.push(`${name} left: ${reason}`),
    received: () => undefined,
    troubled: ({ name }, { kind }) => void events.push(`${name}: ${kind}`),
    claimFailed: ({ name }, error) => void events.push(`${name}: ${error}`),
    undelivered: (name, unwritten) => void events.push(`${[...unwritten.values()]} to ${name} undelivered`),
    refused: (_connection, { text }) => void events.push(`refused: ${text}`),
    closed: ({ userName }, reason, unwritten) =>
      void events.push(
        `${userName ?? "nobody"} closed: ${reason}${unwritten.size > 0 ? `, ${[...unwritten.values()]} unwritten` : ""}`,
      ),
  };
  const services = createConnectionServices({
    limits: resolved,
    allowLookAlikes: false,
    admit: null,
    backplane,
    dispatcher: new Dispatcher({
      backplane,
      endpoints,
      clock: { now: () => new Date(0) },
      logger: silentLogger,
      endpointTimeoutMs: resolved.endpointTimeoutMs,
    }),
    observer,
    trustedProxies: new Networks(["10.9.9.9"], "trustedProxies"),
    admission: new Admission(resolved, new LocalConnectionLimiter(resolved), new Sanctions(), silentLogger),
    logger: silentLogger,
  });
  return {
    backplane,
    events,
    services,
    connect(ip = "10.0.0.1"): FakeConnection {
      const peer = new RecordingPeer({ address: ip });
      const connection = new Connection(peer.transport, services);
      peer.transport.open(connection);
      return { connection, peer };
    },
  };
}

/** Writes a message as a client sends it. */
export function messageText(name: string, to: string, msg: string): string {
  return `${JSON.stringify({ from: { name, ip: "" }, to, msg })}\n`;
}
