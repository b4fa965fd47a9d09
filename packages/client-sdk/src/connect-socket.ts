import { once } from "node:events";
import { connect, isIPv6, type Socket } from "node:net";
import { ConnectFailedError, ConnectTimeoutError } from "./errors.ts";

/** Where a server is, and how long the connection to it may take in milliseconds. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
}

/** How long a connection may be silent before the system asks whether the other side is still there, in milliseconds. */
const KEEP_ALIVE_AFTER_MS = 30_000;

/**
 * Makes a connection that stays open in one direction when the other is shut down.
 *
 * @throws {ConnectFailedError} and {ConnectTimeoutError}; the signal's reason when that aborts
 */
export async function connectSocket(destination: Destination, signal: AbortSignal): Promise<Socket> {
  const { host, port, connectTimeoutMs } = destination;
  signal.throwIfAborted();
  const socket = connect({
    host,
    port,
    noDelay: true,
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
    const place = formatPlace(destination);
    if (timeout.aborted) throw new ConnectTimeoutError(`No connection to ${place} within ${connectTimeoutMs} ms.`);
    throw new ConnectFailedError(`No connection to ${place}: ${explain(error)}`, { cause: error });
  }
  // A connection that breaks is told of by `close`.
  socket.on("error", () => undefined);
  if (!isConnectedToItself(socket)) return socket;
  socket.destroy();
  throw new ConnectFailedError(`No connection to ${formatPlace(destination)}: ${EXPLANATIONS.ECONNREFUSED}`);
}

/**
 * Tells whether both ends are one socket. It happens on one machine, where nobody listens: the system gives the new socket
 * the very port that it connects to. Whoever tries again and again gets there one day, and would take the server's port.
 */
export function isConnectedToItself({ localPort, localAddress, remotePort, remoteAddress }: Socket): boolean {
  return localPort === remotePort && localAddress === remoteAddress;
}

function formatPlace({ host, port }: Destination): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** What the system's most frequent errors mean for who wants to chat. */
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
