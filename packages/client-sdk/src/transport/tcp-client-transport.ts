import { once } from "node:events";
import { connect, isIPv6, type Socket } from "node:net";
import { ConnectFailedError, ConnectTimeoutError } from "../errors.ts";
import type { ClientTransport, ClientTransportListener, Destination } from "./client-transport.ts";
import { surviveFailedWrites } from "./survive-failed-writes.ts";

/** The silence after which the system checks that the other side is still there, in milliseconds. */
const KEEP_ALIVE_AFTER_MS = 30_000;

/** Longest silence in milliseconds before the connection is given up when a write has failed: its end is there already. */
const READ_ON_TIMEOUT_MS = 10_000;

/**
 * Connects over TCP.
 *
 * @throws {ConnectFailedError} and {ConnectTimeoutError}; the reason of the signal when that aborts
 */
export async function connectTcp(destination: Destination, signal: AbortSignal): Promise<ClientTransport> {
  const { host, port, connectTimeoutMs } = destination;
  signal.throwIfAborted();
  const socket = connect({
    host,
    port,
    noDelay: true,
    // The server still answers what it has read when our side is shut down.
    allowHalfOpen: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
  });
  const timeout = AbortSignal.timeout(connectTimeoutMs);
  try {
    await once(socket, "connect", { signal: AbortSignal.any([signal, timeout]) });
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    const address = formatAddress(destination);
    if (timeout.aborted) throw new ConnectTimeoutError(`No connection to ${address} within ${connectTimeoutMs} ms.`);
    throw new ConnectFailedError(`No connection to ${address}: ${explain(error)}`, { cause: error });
  }
  // A broken connection is handled by `close`.
  socket.on("error", () => undefined);
  if (!isConnectedToItself(socket)) return new TcpClientTransport(socket);
  socket.destroy();
  throw new ConnectFailedError(`No connection to ${formatAddress(destination)}: ${EXPLANATIONS.ECONNREFUSED}`);
}

class TcpClientTransport implements ClientTransport {
  readonly #socket: Socket;
  /** The error of a write: nothing can be written any more, and what the server has said is read to its end. */
  #writeError: Error | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    surviveFailedWrites(socket, (error) => this.#readOn(error));
  }

  get localAddress(): string | undefined {
    return this.#socket.localAddress;
  }

  get untakenBytes(): number {
    return this.#socket.writableLength;
  }

  open(listener: ClientTransportListener): void {
    const socket = this.#socket;
    socket.on("data", (chunk) => listener.receive(chunk));
    socket.on("drain", () => listener.outputTaken());
    socket.on("end", () => socket.destroy());
    socket.on("close", () => listener.closed(socket.errored ?? this.#writeError));
  }

  write(bytes: Uint8Array): boolean {
    if (this.#socket.destroyed) return true;
    this.#socket.write(bytes);
    return !this.#socket.writableNeedDrain;
  }

  pause(): void {
    // The end is behind all that the server has said. Nothing more comes, so what is left is not much.
    if (this.#writeError === null) this.#socket.pause();
  }

  resume(): void {
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #readOn(error: Error): void {
    this.#writeError = error;
    this.resume();
    this.#socket.setTimeout(READ_ON_TIMEOUT_MS, () => this.destroy());
  }
}

/**
 * Returns whether both ends are one socket. The system may give the new socket the very port that it connects to, where
 * no server listens. A client that tries again and again gets there one day, and would take the server's port.
 */
export function isConnectedToItself({ localPort, localAddress, remotePort, remoteAddress }: Socket): boolean {
  return localPort === remotePort && localAddress === remoteAddress;
}

function formatAddress({ host, port }: Destination): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** Explanations of the most frequent system errors for a person who wants to chat. */
const EXPLANATIONS = {
  ECONNREFUSED: "nobody listens there. Is the server running, and is this its port?",
  ENOTFOUND: "there is no host of that name.",
  EAI_AGAIN: "the name of the host can't be looked up right now.",
  EHOSTUNREACH: "the host can't be reached from here.",
  ENETUNREACH: "the host's network can't be reached from here.",
  ECONNRESET: "the other side hung up at once.",
} as const;

/** Several addresses that were all tried in vain give one error with no message, whose code is that of the first. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  if (Object.hasOwn(EXPLANATIONS, code)) return EXPLANATIONS[code as keyof typeof EXPLANATIONS];
  return error.message || code || error.name;
}
