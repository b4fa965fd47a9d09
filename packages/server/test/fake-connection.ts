import type { Socket } from "node:net";
import { LocalBackplane } from "../src/backplane/local-backplane.ts";
import { Admission } from "../src/connection/admission.ts";
import { Connection, type ConnectionObserver } from "../src/connection/connection.ts";
import { LocalConnectionLimiter } from "../src/connection/connection-limiter.ts";
import { createConnectionServices } from "../src/connection/connection-services.ts";
import { Dispatcher } from "../src/dispatch/dispatcher.ts";
import type { Endpoint } from "../src/dispatch/endpoint.ts";
import { resolveLimits } from "../src/limits.ts";
import { silentLogger } from "../src/logger.ts";
import { TrustedProxies } from "../src/trusted-proxies.ts";

/** A socket without a network. It keeps what is written, and takes it at once unless it is stuck. */
class FakeSocket {
  readonly remoteAddress: string;
  readonly errored = null;
  bytesRead = 0;
  writable = true;
  writableLength = 0;
  isStuck = false;
  isPaused = false;
  isDestroyed = false;
  written = "";

  constructor(remoteAddress: string) {
    this.remoteAddress = remoteAddress;
  }

  get writableFinished(): boolean {
    return !this.writable && !this.isStuck;
  }

  /** The texts of the messages that were written. */
  get texts(): string[] {
    return this.written.split("\n").flatMap((line) => (line === "" ? [] : [(JSON.parse(line) as { msg: string }).msg]));
  }

  write(text: string): void {
    this.written += text;
    if (this.isStuck) this.writableLength += text.length;
  }

  end(): void {
    this.writable = false;
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }
}

/** A connection over a fake socket. */
export interface FakeConnection {
  readonly connection: Connection;
  readonly socket: FakeSocket;
  /** Passes text to the connection as if the peer had sent it. */
  receive(text: string): void;
}

/** The parts that connections share on one event loop, and all that happened to connections. Meant for fake timers. */
export function createFakeLoop(
  limits: Parameters<typeof resolveLimits>[0] = {},
  endpoints: readonly Endpoint[] = [],
  backplane = new LocalBackplane(),
) {
  const resolved = resolveLimits(limits);
  const events: string[] = [];
  const observer: ConnectionObserver = {
    addressed: () => undefined,
    joined: ({ name }) => void events.push(`${name} joined`),
    left: ({ name }, reason) => void events.push(`${name} left: ${reason}`),
    received: () => undefined,
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
    backplane,
    dispatcher: new Dispatcher({
      backplane,
      endpoints,
      clock: { now: () => new Date(0) },
      logger: silentLogger,
      endpointTimeoutMs: resolved.endpointTimeoutMs,
    }),
    observer,
    trustedProxies: new TrustedProxies(["10.9.9.9"]),
    admission: new Admission(resolved, new LocalConnectionLimiter(resolved), silentLogger),
    logger: silentLogger,
  });
  return {
    backplane,
    events,
    services,
    connect(ip = "10.0.0.1"): FakeConnection {
      const socket = new FakeSocket(ip);
      const connection = new Connection(socket as unknown as Socket, services);
      const receive = (text: string): void => {
        const bytes = Buffer.from(text);
        socket.bytesRead += bytes.length;
        connection.receive(bytes);
      };
      return { connection, socket, receive };
    },
  };
}

/** Writes a message as a client sends it. */
export function messageText(name: string, to: string, msg: string): string {
  return `${JSON.stringify({ from: { name, ip: "" }, to, msg })}\n`;
}
