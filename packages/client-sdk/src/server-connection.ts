import type { Socket } from "node:net";
import {
  type ChatError,
  ClientSession,
  MAX_MESSAGE_BYTES,
  type NameList,
  type ReceivedMessage,
  type ServerAnswer,
  type ServerKind,
  type ServerNotice,
} from "@chat/protocol";
import { connectSocket, type Destination } from "./connect-socket.ts";
import {
  ConnectionLostError,
  HandshakeTimeoutError,
  MessageTooLargeError,
  SendQueueFullError,
  WrongServerError,
} from "./errors.ts";
import { explainRefusal, explainStranger } from "./greeting.ts";
import { PacedWriter } from "./paced-writer.ts";

/** The destination and the name to join with. Times are in milliseconds. */
export interface ServerConnectionOptions extends Destination {
  readonly name: string;
  readonly handshakeTimeoutMs: number;
  readonly maxQueuedBytes: number;
}

/** A message of a user, or a text of the server. */
export type ReceivedItem = ReceivedMessage | ServerAnswer | ServerNotice;

/** The callbacks of a connection. */
export interface ServerConnectionListener {
  received(item: ReceivedItem): void;
  /** The server sent bytes that are no message; the connection reads on behind them. */
  malformed(reason: string): void;
  /** The server is of another kind than it seemed at the welcome. */
  kindLearned(): void;
  /** The connection is gone for good. */
  closed(error: ChatError): void;
  /** Something went over the wire. */
  traffic(direction: "in" | "out", bytes: Uint8Array): void;
}

/** The bytes that an original server reads at a time: it loses a longer message. */
const ORIGINAL_READ_BYTES = 1_024;

/** The time that a server gets to close after us, in milliseconds: it may answer for up to 5 s [C-35]. */
const CLOSE_TIMEOUT_MS = 6_000;

/** One connection to a server, from the welcome to the close. */
export class ServerConnection {
  readonly #socket: Socket;
  readonly #listener: ServerConnectionListener;
  readonly #maxQueuedBytes: number;
  readonly #session: ClientSession;
  readonly #paced = new PacedWriter((line) => this.#writeNow(line));
  /** Settles the handshake. A connection that was never welcomed calls no `closed`. */
  readonly #greeting = Promise.withResolvers<NameList>();
  readonly #gone = Promise.withResolvers<void>();
  #draining: Promise<void> | null = null;
  #isEnding = false;

  private constructor(
    session: ClientSession,
    socket: Socket,
    listener: ServerConnectionListener,
    maxQueuedBytes: number,
  ) {
    this.#session = session;
    this.#socket = socket;
    this.#listener = listener;
    this.#maxQueuedBytes = maxQueuedBytes;
    socket.on("data", (chunk) => this.#receive(chunk));
    // Nothing can be answered any more, so nothing that still waits can be confirmed: the connection is lost.
    socket.on("end", () => socket.destroy());
    socket.on("close", () => this.#closed());
  }

  /**
   * Connects, says the name, and waits for the welcome.
   *
   * @returns the connection and the other users online
   * @throws {ChatError} for what failed; the reason of {@link signal} when that aborts
   */
  static async open(
    options: ServerConnectionOptions,
    listener: ServerConnectionListener,
    signal: AbortSignal,
  ): Promise<[ServerConnection, NameList]> {
    const session = new ClientSession(options.name);
    const socket = await connectSocket(options, signal);
    const server = new ServerConnection(session, socket, listener, options.maxQueuedBytes);
    return [server, await server.#greet(options.handshakeTimeoutMs, signal)];
  }

  /** The kind of server; `original`, the careful guess, until the end of the welcome has come. */
  get serverKind(): ServerKind {
    return this.#session.serverKind;
  }

  /** The address of this side of the socket. */
  get localAddress(): string {
    return this.#socket.localAddress ?? "0.0.0.0";
  }

  /** The time that a line written now waits for its turn, in milliseconds. */
  get writeDelayMs(): number {
    return this.#paced.delayMs;
  }

  /**
   * Checks that a message, without its newline, can be written.
   *
   * @throws {MessageTooLargeError} when this server does not take one so large
   * @throws {SendQueueFullError} when the server has not read for too long
   */
  checkFits(line: string): void {
    const limitBytes = this.serverKind === "original" ? ORIGINAL_READ_BYTES - 1 : MAX_MESSAGE_BYTES;
    if (line.length > limitBytes) throw new MessageTooLargeError(line.length, limitBytes);
    if (this.#socket.writableLength + this.#paced.waitingBytes + line.length > this.#maxQueuedBytes) {
      throw new SendQueueFullError(
        `The server does not read as fast as you send: ${this.#maxQueuedBytes} bytes wait for it already.`,
      );
    }
  }

  /** Writes one message that fits. The promise resolves when it is time to write the next one; `null` means at once. */
  write(line: string): Promise<void> | null {
    // What waits for its turn stays ahead, even when the server has turned out to need no gaps meanwhile.
    if (this.serverKind === "original" || !this.#paced.isIdle) return this.#paced.push(`${line}\n`);
    return this.#writeNow(`${line}\n`);
  }

  pauseReading(): void {
    // The end can only be read behind all that comes before it.
    if (!this.#isEnding) this.#socket.pause();
  }

  resumeReading(): void {
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  /** Writes what waits, shuts this side down, and waits until the server has answered and closed. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#socket.resume();
    await this.#paced.finish();
    this.#socket.end();
    const timer = setTimeout(() => this.destroy(), CLOSE_TIMEOUT_MS);
    await this.#gone.promise;
    clearTimeout(timer);
  }

  /** Closes the socket at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  async #greet(timeoutMs: number, signal: AbortSignal): Promise<NameList> {
    const greeting = this.#greeting;
    const { handshake } = this.#session;
    const timer = setTimeout(() => {
      greeting.reject(new HandshakeTimeoutError(`The server did not answer the name within ${timeoutMs} ms.`));
    }, timeoutMs);
    const abort = () => greeting.reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      signal.throwIfAborted();
      this.#socket.write(handshake);
      this.#listener.traffic("out", handshake);
      return await greeting.promise;
    } catch (error) {
      this.#socket.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    }
  }

  #receive(chunk: Buffer): void {
    this.#listener.traffic("in", chunk);
    this.#session.push(chunk);
    if (this.#session.isWelcomed) this.#takeItems();
    else this.#takeGreeting(chunk);
  }

  #takeGreeting(chunk: Buffer): void {
    for (let item = this.#session.next(); item; item = this.#session.next()) {
      switch (item.kind) {
        case "welcome":
          return this.#welcome(item.others);
        case "refusal":
          return this.#greeting.reject(explainRefusal(item));
        case "rejected":
          return this.#greeting.reject(explainStranger(item, chunk));
        case "notice":
          this.#listener.received(item);
      }
    }
  }

  #welcome(others: NameList): void {
    this.#greeting.resolve(others);
    // Messages right behind the welcome wait until the program has had a turn to add its listeners.
    this.#socket.pause();
    setImmediate(() => {
      this.#socket.resume();
      this.#takeItems();
    });
  }

  #takeItems(): void {
    for (let item = this.#session.next(); item; item = this.#session.next()) {
      switch (item.kind) {
        case "message":
        case "answer":
        case "notice":
          this.#listener.received(item);
          break;
        case "server-kind":
          this.#paced.hurry();
          this.#listener.kindLearned();
          break;
        case "rejected":
          if (item.isFatal) this.#socket.destroy(explainStranger(item));
          else this.#listener.malformed(item.reason);
      }
    }
  }

  #writeNow(text: string): Promise<void> | null {
    const bytes = Buffer.from(text, "latin1");
    this.#socket.write(bytes);
    this.#listener.traffic("out", bytes);
    if (!this.#socket.writableNeedDrain || this.#socket.closed) return null;
    this.#draining ??= this.#drained();
    return this.#draining;
  }

  /** Resolves when the socket takes more, or is gone. */
  async #drained(): Promise<void> {
    const socket = this.#socket;
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.once("drain", resolve).once("close", resolve);
    await promise;
    socket.off("drain", resolve).off("close", resolve);
    this.#draining = null;
  }

  #closed(): void {
    this.#paced.stop();
    this.#gone.resolve();
    const cause = this.#socket.errored;
    if (!this.#session.isWelcomed) {
      const text = "The server hung up before it answered the name.";
      return this.#greeting.reject(new ConnectionLostError(text, { cause }));
    }
    // What came together with the welcome may not have had its turn yet.
    this.#takeItems();
    this.#listener.closed(
      cause instanceof WrongServerError ? cause : new ConnectionLostError("The connection was lost.", { cause }),
    );
  }
}
