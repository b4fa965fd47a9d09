import { show } from "@chat/command-line/known-options";

/**
 * The bytes of one connection to a server, both ways. What carries them is behind this interface: the connection knows
 * nothing else of it, so that bytes can go over TCP, over a WebSocket, or through memory in a test.
 *
 * 1. Bytes arrive whole and in order, cut anywhere.
 * 2. No callback comes before {@link open}, nor during a call of one of these methods.
 * 3. {@link ClientTransportListener.closed} comes exactly once and last, whoever closes.
 */
export interface ClientTransport {
  /** The address of this side; `undefined` when it is not known. */
  readonly localAddress: string | undefined;
  /** Bytes that were written and that the system has not taken yet. */
  readonly untakenBytes: number;
  /** Passes everything that happens to the listener, from now on. Called once. */
  open(listener: ClientTransportListener): void;
  /**
   * Writes bytes. Returns false when too many wait: then {@link ClientTransportListener.outputTaken} or `closed` follows. Does
   * nothing once it is closed.
   */
  write(bytes: Uint8Array): boolean;
  /** Stops reading: the server has to wait. A read that was already made may still come. */
  pause(): void;
  /** Reads on. */
  resume(): void;
  /** Shuts this side down behind all that was written. What the server still sends is read. */
  end(): void;
  /** Ends both ways at once. What is not taken is lost. */
  destroy(): void;
}

/** The receiver of what happens to a transport. */
export interface ClientTransportListener {
  /** Takes bytes that were read. The transport never changes them. */
  receive(bytes: Uint8Array): void;
  /** All that was written is taken, after a {@link ClientTransport.write} that returned false. */
  outputTaken(): void;
  /**
   * The connection is gone. A server that shuts its side down counts as gone too: nothing can be answered any more.
   *
   * @param error the system's error, or `null` when the connection ended without one
   */
  closed(error: Error | null): void;
}

/** The address of a server, and the time limit for the connection in milliseconds. */
export interface Destination {
  /** A host name or an IP address. */
  readonly host: string;
  /** A TCP port. */
  readonly port: number;
  /** The time limit in milliseconds. */
  readonly connectTimeoutMs: number;
}

const METHODS = ["open", "write", "pause", "resume", "end", "destroy"] as const;

/**
 * Checks what a program's own transport is. Plain JavaScript may return any value.
 *
 * @throws {TypeError} for a value that lacks a method of a transport
 */
export function checkTransport(made: ClientTransport): ClientTransport {
  const transport: Partial<ClientTransport> = made ?? {};
  const missing = METHODS.find((name) => typeof transport[name] !== "function");
  if (missing === undefined) return made;
  throw new TypeError(`The option transport has to make an object with ${missing}(), not ${show(made)}.`);
}

/**
 * Connects to a server. Rejects with a ConnectFailedError or a ConnectTimeoutError when that fails, and with the reason of
 * the signal when that aborts.
 */
export type ConnectTransport = (destination: Destination, signal: AbortSignal) => Promise<ClientTransport>;
