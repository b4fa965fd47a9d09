import { once } from "node:events";
import { connect, type Socket } from "node:net";
import {
  type ChatError,
  type ChatMessage,
  encodeHandshake,
  MAX_MESSAGE_BYTES,
  MAX_SERVER_MESSAGE_BYTES,
  MessageReader,
  type NameList,
  SERVER_NAME,
  serverTexts,
} from "@chat/protocol";
import type { ServerKind } from "./connection-state.ts";
import {
  ConnectFailedError,
  ConnectionLostError,
  ConnectTimeoutError,
  HandshakeTimeoutError,
  MessageTooLargeError,
  RefusedError,
  SendQueueFullError,
  ServerBusyError,
  UsernameTakenError,
  WrongServerError,
} from "./errors.ts";

/** Where to connect to and as whom. Times are in milliseconds. */
export interface LinkOptions {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  readonly maxQueuedBytes: number;
}

/** Who owns a link, as far as the link cares. */
export interface LinkOwner {
  received(message: ChatMessage): void;
  /** The server sent a piece that is no message, and goes on behind it. */
  garbled(reason: string): void;
  /** The link is gone, for good. */
  closed(error: ChatError): void;
  /** Something went over the wire. */
  traffic(direction: "in" | "out", bytes: Uint8Array): void;
}

/** Time between two writes to an original server, which takes what it reads at once for one message. */
const ORIGINAL_WRITE_GAP_MS = 20;

/** An original server reads so many bytes at a time, and loses a message that is longer. */
const ORIGINAL_READ_BYTES = 1_024;

/** How long a server may take to close after we have, in milliseconds: it answers what it has for up to 5 s. */
const CLOSE_TIMEOUT_MS = 6_000;

const LINE_FEED = 0x0a;

/** One connection to a server, from the connect to the close: it has said its name and been welcomed. */
export class Link {
  readonly #socket: Socket;
  readonly #owner: LinkOwner;
  readonly #maxQueuedBytes: number;
  readonly #reader = new MessageReader({ maxMessageBytes: MAX_SERVER_MESSAGE_BYTES });
  /** Settles the handshake. A link that was never welcomed tells nobody else that it is gone. */
  readonly #greeting = Promise.withResolvers<NameList>();
  #isWelcomed = false;
  #serverKind: ServerKind = "original";
  /** Whether the byte behind the welcome, which tells what kind of server this is, has not come yet. */
  #isKindOpen = false;
  #pacedLines: { readonly line: string; readonly written: () => void }[] = [];
  #pacedBytes = 0;
  #pacer: NodeJS.Timeout | undefined;
  #draining: Promise<void> | null = null;
  #isEnding = false;

  private constructor(socket: Socket, owner: LinkOwner, maxQueuedBytes: number) {
    this.#socket = socket;
    this.#owner = owner;
    this.#maxQueuedBytes = maxQueuedBytes;
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("end", () => socket.end());
    socket.on("close", () => this.#closed());
  }

  /**
   * Connects, says the name, and waits for the welcome.
   *
   * @returns the link and who else is online
   * @throws {ChatError} of the kind that tells what failed; {@link signal}'s reason when that aborts
   */
  static async open(options: LinkOptions, owner: LinkOwner, signal: AbortSignal): Promise<[Link, NameList]> {
    const handshake = encodeHandshake(options.name);
    const socket = await connectSocket(options, signal);
    const link = new Link(socket, owner, options.maxQueuedBytes);
    return [link, await link.#greet(handshake, options.handshakeTimeoutMs, signal)];
  }

  /** What the server was found to be. Until the welcome's end has come, the careful guess. */
  get serverKind(): ServerKind {
    return this.#serverKind;
  }

  /** This side's address, as the socket has it. */
  get localAddress(): string {
    return this.#socket.localAddress ?? "0.0.0.0";
  }

  /** Largest message that this server takes, in bytes without its newline. */
  get maxMessageBytes(): number {
    return this.#serverKind === "original" ? ORIGINAL_READ_BYTES - 1 : MAX_MESSAGE_BYTES;
  }

  /**
   * Writes one message, given without its newline. Resolves when it is time to write the next one.
   *
   * @throws {MessageTooLargeError} before anything is written
   * @throws {SendQueueFullError} when the server has not read for too long
   */
  write(line: string): Promise<void> {
    if (line.length > this.maxMessageBytes) throw new MessageTooLargeError(line.length, this.maxMessageBytes);
    if (this.#socket.writableLength + this.#pacedBytes + line.length > this.#maxQueuedBytes) {
      throw new SendQueueFullError(
        `The server has not read for a while: ${this.#maxQueuedBytes} bytes wait for it already.`,
      );
    }
    if (this.#serverKind === "original") return this.#pace(`${line}\n`);
    this.#writeNow(`${line}\n`);
    if (!this.#socket.writableNeedDrain || this.#socket.closed) return Promise.resolve();
    this.#draining ??= this.#drained();
    return this.#draining;
  }

  pauseReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }

  /** Says that nothing more comes, and waits until the server has answered what it has and closed. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#socket.resume();
    if (this.#socket.closed) return;
    const closed = once(this.#socket, "close");
    const timer = setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT_MS);
    if (this.#pacedLines.length === 0) this.#socket.end();
    await closed;
    clearTimeout(timer);
  }

  async #greet(handshake: Uint8Array, timeoutMs: number, signal: AbortSignal): Promise<NameList> {
    const greeting = this.#greeting;
    const timer = setTimeout(() => {
      greeting.reject(new HandshakeTimeoutError(`The server did not answer the name within ${timeoutMs} ms.`));
    }, timeoutMs);
    const abort = () => greeting.reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      this.#socket.write(handshake);
      this.#owner.traffic("out", handshake);
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
    this.#owner.traffic("in", chunk);
    if (this.#isKindOpen) this.#learnKind(chunk[0]);
    this.#reader.push(chunk);
    if (this.#isWelcomed) return this.#takeMessages();
    const item = this.#reader.next();
    if (item?.kind === "rejected") return this.#fail(new WrongServerError(`This is no chat server: ${item.reason}`));
    if (item) this.#judgeGreeting(item.message, chunk[chunk.length - this.#reader.unreadBytes]);
  }

  #takeMessages(): void {
    for (let item = this.#reader.next(); item; item = this.#reader.next()) {
      if (item.kind === "message") this.#owner.received(item.message);
      else if (item.isFatal) return this.#fail(new WrongServerError(`This is no chat server: ${item.reason}`));
      else this.#owner.garbled(item.reason);
    }
  }

  #judgeGreeting(message: ChatMessage, nextByte: number | undefined): void {
    const welcome = message.from.name === SERVER_NAME ? serverTexts.welcome.read(message.msg) : null;
    if (!welcome) return this.#fail(explainRefusal(message));
    this.#isKindOpen = true;
    this.#learnKind(nextByte);
    this.#isWelcomed = true;
    this.#greeting.resolve(welcome.others);
    // What comes right behind the welcome waits until whoever asked for the connection has had a turn to listen.
    this.#socket.pause();
    setImmediate(() => {
      this.#socket.resume();
      this.#takeMessages();
    });
  }

  /** A server whose welcome is followed by a newline is one that frames. */
  #learnKind(nextByte: number | undefined): void {
    if (nextByte === undefined) return;
    this.#isKindOpen = false;
    if (nextByte === LINE_FEED) this.#serverKind = "framing";
  }

  #writeNow(text: string): void {
    this.#owner.traffic("out", Buffer.from(text, "latin1"));
    this.#socket.write(text, "latin1");
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

  /** One message a write, with a gap: an original server loses what comes closer together. */
  #pace(line: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pacedLines.push({ line, written: resolve });
    this.#pacedBytes += line.length;
    if (this.#pacer === undefined) this.#writePaced();
    return promise;
  }

  #writePaced = (): void => {
    const next = this.#pacedLines.shift();
    this.#pacer = next && setTimeout(this.#writePaced, ORIGINAL_WRITE_GAP_MS);
    if (next) {
      this.#pacedBytes -= next.line.length;
      this.#writeNow(next.line);
      next.written();
    } else if (this.#isEnding) {
      this.#socket.end();
    }
  };

  #fail(error: ChatError): void {
    if (this.#isWelcomed) this.#socket.destroy(error);
    else this.#greeting.reject(error);
  }

  #closed(): void {
    clearTimeout(this.#pacer);
    for (const { written } of this.#pacedLines) written();
    this.#pacedLines = [];
    const cause = this.#socket.errored;
    const error =
      cause instanceof WrongServerError ? cause : new ConnectionLostError("The connection was lost.", { cause });
    if (this.#isWelcomed) this.#owner.closed(error);
    else this.#greeting.reject(error);
  }
}

async function connectSocket({ host, port, connectTimeoutMs }: LinkOptions, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = connect({
    host,
    port,
    noDelay: true,
    allowHalfOpen: true,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  });
  const timeout = AbortSignal.timeout(connectTimeoutMs);
  try {
    await once(socket, "connect", { signal: AbortSignal.any([signal, timeout]) });
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    if (timeout.aborted)
      throw new ConnectTimeoutError(`No connection to ${host}:${port} within ${connectTimeoutMs} ms.`);
    throw new ConnectFailedError(`No connection to ${host}:${port}: ${String(error)}`, { cause: error });
  }
  // A connection that breaks is told of by `close`.
  socket.on("error", () => undefined);
  return socket;
}

/** Finds the error for an answer to the name that is no welcome. */
function explainRefusal({ from, msg }: ChatMessage): ChatError {
  if (from.name !== SERVER_NAME) return new WrongServerError("This is no chat server: it did not answer the name.");
  if (serverTexts.usernameTaken.read(msg)) return new UsernameTakenError(msg);
  if (serverTexts.namesUnavailable.read(msg) || serverTexts.serverFull.read(msg)) return new ServerBusyError(msg);
  if (serverTexts.error.read(msg) !== null) return new RefusedError(msg);
  return new WrongServerError("This is no chat server: it answered the name with something else than a welcome.");
}
