import { connect, type Socket } from "node:net";
import { ClientSession } from "@chat/protocol";
import { ErrorKind, findErrorKind } from "../result/error-kind.ts";
import { nowUs } from "./monotonic-clock.ts";

/** Options of a connection. */
export interface LoadConnectionOptions {
  readonly host: string;
  readonly port: number;
  /** Address to connect from; the system's choice when it is `undefined`. */
  readonly localAddress: string | undefined;
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
}

/** The client of a connection. */
export interface LoadConnectionListener {
  /** Called when the connection stands. */
  connected(connection: LoadConnection): void;
  /** Called with the bytes of a read. */
  received(connection: LoadConnection, chunk: Buffer): void;
  /** Called when there is no connection, no welcome in time, or no connection any more; after a failure perhaps once more. */
  failed(connection: LoadConnection, problem: ErrorKind, detail: string): void;
}

/** Time for the server to close its side of a client that was closed, in milliseconds. */
const CLOSE_TIMEOUT_MS = 1_000;

/** Longest silence of a server before it closes the connection of a leaving client, in milliseconds: it answers within 5 s. */
const LEAVE_TIMEOUT_MS = 6_000;

/** One connection of a load client, from the attempt to the close: its socket, its handshake, and the ways in which it ends. */
export class LoadConnection {
  readonly socket: Socket;
  readonly session: ClientSession;
  readonly startedAtUs = nowUs();
  readonly #listener: LoadConnectionListener;
  #connectedAtUs = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Begins to connect. */
  constructor(name: string, options: LoadConnectionOptions, listener: LoadConnectionListener) {
    const { host, port, localAddress, connectTimeoutMs, handshakeTimeoutMs } = options;
    this.#listener = listener;
    this.session = new ClientSession(name);
    this.socket = connect({ host, port, noDelay: true, ...(localAddress === undefined ? {} : { localAddress }) });
    this.#setTimer(connectTimeoutMs, ErrorKind.ConnectTimeout);
    this.socket.on("connect", () => this.#shakeHands(handshakeTimeoutMs));
    this.socket.on("data", (chunk) => listener.received(this, chunk));
    this.socket.on("error", (error: NodeJS.ErrnoException) =>
      listener.failed(this, findErrorKind(error, this.#connectedAtUs > 0), error.message),
    );
    this.socket.on("close", () => listener.failed(this, ErrorKind.Dropped, "The server closed the connection."));
  }

  get isWelcomed(): boolean {
    return this.session.isWelcomed;
  }

  /** Time when the connection stood, in microseconds of the machine's monotonic clock; 0 before. */
  get connectedAtUs(): number {
    return this.#connectedAtUs;
  }

  /** Notes that the welcome has come: it is not waited for any more. */
  welcomed(): void {
    clearTimeout(this.#timer);
  }

  /** Shuts down its own side, and listens until the server has closed: what is in flight still counts. */
  leave(): void {
    clearTimeout(this.#timer);
    this.socket.setTimeout(LEAVE_TIMEOUT_MS, () => this.socket.destroy());
    this.socket.end();
  }

  /** Leaves without a reset that a server may not survive. What still comes is thrown away. */
  close(): void {
    clearTimeout(this.#timer);
    this.socket.removeAllListeners("data");
    this.socket.resume();
    this.socket.setTimeout(CLOSE_TIMEOUT_MS, () => this.socket.destroy());
    if (this.socket.connecting) this.socket.destroy();
    else this.socket.end();
  }

  /** Ends at once. */
  destroy(): void {
    clearTimeout(this.#timer);
    this.socket.destroy();
  }

  #shakeHands(timeoutMs: number): void {
    this.#connectedAtUs = nowUs();
    this.#listener.connected(this);
    this.#setTimer(timeoutMs, ErrorKind.HandshakeTimeout);
    this.socket.write(this.session.handshake);
  }

  #setTimer(delayMs: number, problem: ErrorKind): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#listener.failed(this, problem, `No answer within ${delayMs} ms.`), delayMs);
  }
}
