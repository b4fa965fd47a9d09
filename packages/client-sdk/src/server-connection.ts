import {
  ClientSession,
  MAX_MESSAGE_BYTES,
  type NameList,
  type ReceivedMessage,
  type ServerAnswer,
  type ServerKind,
  type ServerNotice,
} from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";
import { toConnectError } from "./connect-error.ts";
import {
  ConnectionLostError,
  HandshakeTimeoutError,
  MessageTooLargeError,
  RemovedByOperatorError,
  SendQueueFullError,
} from "./errors.ts";
import { explainRefusal, explainStranger } from "./greeting.ts";
import { PacedWriter } from "./paced-writer.ts";
import {
  type ClientTransport,
  type ConnectTransport,
  checkTransport,
  type Destination,
} from "./transport/client-transport.ts";

/** The destination and the name to join with. Times are in milliseconds. */
export interface ServerConnectionOptions extends Destination {
  readonly name: string;
  /** Makes the connection. */
  readonly transport: ConnectTransport;
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
  /** The connection is gone for good. Comes last, and never before {@link ServerConnection.open} has resolved. */
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
  readonly #transport: ClientTransport;
  readonly #listener: ServerConnectionListener;
  readonly #maxQueuedBytes: number;
  readonly #session: ClientSession;
  readonly #paced = new PacedWriter((line) => this.#writeNow(line));
  /** Settles the handshake. A connection that was never welcomed calls no `closed` of its listener. */
  readonly #greeting = Promise.withResolvers<NameList>();
  readonly #gone = Promise.withResolvers<void>();
  /** Resolves when the transport takes more; `null` while it does. */
  #draining: PromiseWithResolvers<void> | null = null;
  /** The reason of the end, if it is known before the end comes: it was ours, or the server has said it. */
  #failure: ChatError | null = null;
  #heardAt = performance.now();
  #isPaused = false;
  #isEnding = false;
  /** True from the welcome until the program has had a turn to add its listeners: what comes meanwhile waits. */
  #isHeld = false;
  /** The end of the transport, if it came in that turn. */
  #heldEnd: { readonly cause: Error | null } | null = null;

  private constructor(
    session: ClientSession,
    transport: ClientTransport,
    listener: ServerConnectionListener,
    maxQueuedBytes: number,
  ) {
    this.#session = session;
    this.#transport = transport;
    this.#listener = listener;
    this.#maxQueuedBytes = maxQueuedBytes;
    // Nobody waits for the greeting when the signal aborts before the name is written.
    this.#greeting.promise.catch(() => undefined);
    transport.open({
      receive: (bytes) => this.#receive(bytes),
      outputTaken: () => this.#outputTaken(),
      closed: (error) => this.#closed(error),
    });
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
    const { host, port, connectTimeoutMs, maxQueuedBytes } = options;
    try {
      const transport = checkTransport(await options.transport({ host, port, connectTimeoutMs }, signal));
      const server = new ServerConnection(session, transport, listener, maxQueuedBytes);
      return [server, await server.#greet(options.handshakeTimeoutMs, signal)];
    } catch (error) {
      signal.throwIfAborted();
      throw toConnectError(error);
    }
  }

  /** The kind of server; `original`, the careful guess, until the end of the welcome has come. */
  get serverKind(): ServerKind {
    return this.#session.serverKind;
  }

  /** The name of this user, as the server spells it in its welcome. */
  get name(): string {
    return this.#session.name;
  }

  /** The address of this side. */
  get localAddress(): string {
    return this.#transport.localAddress ?? "0.0.0.0";
  }

  /** The time that a line written now waits for its turn, in milliseconds. */
  get writeDelayMs(): number {
    return this.#paced.delayMs;
  }

  /** The time at which the last byte came, by `performance.now`. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** True while nothing is read on purpose. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** True while the system does not take what we write, or it waits for its turn. */
  get isHeldUp(): boolean {
    return this.#draining !== null || !this.#paced.isIdle;
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
    if (this.#transport.untakenBytes + this.#paced.waitingBytes + line.length > this.#maxQueuedBytes) {
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
    if (this.#isEnding) return;
    this.#isPaused = true;
    this.#transport.pause();
  }

  resumeReading(): void {
    this.#isPaused = false;
    this.#transport.resume();
  }

  /** Writes what waits, shuts this side down, and waits until the server has answered and closed. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.resumeReading();
    // A busy process writes less often than planned: what waits gets twice its time.
    await this.#destroyAfter(2 * this.writeDelayMs + CLOSE_TIMEOUT_MS, this.#paced.finish());
    this.#transport.end();
    await this.#destroyAfter(CLOSE_TIMEOUT_MS, this.#gone.promise);
  }

  /** Cuts the connection at once; the error is the reason of {@link ServerConnectionListener.closed}. */
  destroy(error: ChatError | null = null): void {
    this.#failure ??= error;
    this.#transport.destroy();
  }

  /** Waits for a promise, and cuts the connection when that takes too long. */
  async #destroyAfter(timeoutMs: number, promise: Promise<void>): Promise<void> {
    const timer = setTimeout(() => this.destroy(), timeoutMs);
    await promise;
    clearTimeout(timer);
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
      this.#transport.write(handshake);
      this.#listener.traffic("out", handshake);
      return await greeting.promise;
    } catch (error) {
      this.#transport.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    }
  }

  #receive(chunk: Uint8Array): void {
    this.#heardAt = performance.now();
    this.#listener.traffic("in", chunk);
    this.#session.push(chunk);
    if (this.#isHeld) return;
    if (this.#session.isWelcomed) this.#takeItems();
    else this.#takeGreeting(chunk);
  }

  #takeGreeting(chunk: Uint8Array): void {
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
    this.#isHeld = true;
    this.#transport.pause();
    setImmediate(() => this.#release());
  }

  /** Passes on what has waited. A transport may bring the welcome, messages and its end in one turn. */
  #release(): void {
    this.#isHeld = false;
    this.#transport.resume();
    this.#takeItems();
    if (this.#heldEnd) this.#closed(this.#heldEnd.cause);
  }

  #takeItems(): void {
    for (let item = this.#session.next(); item; item = this.#session.next()) {
      switch (item.kind) {
        case "notice":
          if (item.reading.kind === "removedByOperator") this.#failure ??= new RemovedByOperatorError(item.text);
          this.#listener.received(item);
          break;
        case "message":
        case "answer":
          this.#listener.received(item);
          break;
        case "server-kind":
          this.#paced.hurry();
          this.#listener.kindLearned();
          break;
        case "rejected":
          if (item.isFatal) this.destroy(explainStranger(item));
          else this.#listener.malformed(item.reason);
      }
    }
  }

  #writeNow(text: string): Promise<void> | null {
    const bytes = Buffer.from(text, "latin1");
    if (!this.#transport.write(bytes)) this.#draining ??= Promise.withResolvers();
    this.#listener.traffic("out", bytes);
    return this.#draining?.promise ?? null;
  }

  #outputTaken(): void {
    this.#draining?.resolve();
    this.#draining = null;
  }

  #closed(cause: Error | null): void {
    if (this.#isHeld) {
      this.#heldEnd = { cause };
      return;
    }
    this.#paced.stop();
    this.#outputTaken();
    this.#gone.resolve();
    if (this.#session.isWelcomed) {
      this.#listener.closed(this.#failure ?? new ConnectionLostError("The connection was lost.", { cause }));
    } else {
      const text = "The server hung up before it answered the name.";
      this.#greeting.reject(new ConnectionLostError(text, { cause }));
    }
  }
}
