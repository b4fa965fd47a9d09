import { EventEmitter } from "node:events";
import {
  type ChatError,
  type ChatMessage,
  createJsonMsg,
  EndpointName,
  EVERYONE,
  InvalidMessageError,
  isEndpoint,
  MAX_MESSAGE_BYTES,
  type NameList,
  SERVER_NAME,
  type ServerTextKind,
  type ServerTextReading,
  trimWhiteSpace,
} from "@chat/protocol";
import type { ClientEvents } from "./client-events.ts";
import { type ClientOptions, type ResolvedOptions, resolveOptions } from "./client-options.ts";
import type { ConnectionState } from "./connection-state.ts";
import {
  ClientClosedError,
  ConnectionLostError,
  MessageTooLargeError,
  NotConnectedError,
  RequestFailedError,
} from "./errors.ts";
import { MessageFeed } from "./message-feed.ts";
import { OfflineQueue } from "./offline-queue.ts";
import { isErrorAbout } from "./pending-replies.ts";
import type { Answer } from "./pending-request.ts";
import { raceAbort } from "./race-abort.ts";
import { ReconnectingClient, type ReconnectingClientListener } from "./reconnecting-client.ts";
import { RequestTracker } from "./request-tracker.ts";
import type { SentMessage } from "./sent-message.ts";
import type { ServerConnection } from "./server-connection.ts";

/** For how long to wait, and what ends the wait. */
export interface WaitOptions {
  /** Ends the wait; the promise rejects with its reason. What was sent by then is not taken back. */
  readonly signal?: AbortSignal | undefined;
}

type ReadingOf<Kind extends ServerTextKind> = Extract<ServerTextReading, { kind: Kind }>["value"];

/** A user's place in the chat: stays online, and tells what became of what was sent as far as the wire lets it. */
export class ChatClient extends EventEmitter<ClientEvents> implements AsyncDisposable {
  /** The username, as the server has it. */
  readonly name: string;
  readonly #options: ResolvedOptions;
  readonly #connection: ReconnectingClient;
  readonly #tracker: RequestTracker;
  readonly #kept: OfflineQueue;
  readonly #feeds = new Set<MessageFeed>();
  /** This side's address as the last connection had it: the next one most likely has the same. */
  #address = "127.0.0.1";
  #lastId = 0;

  private constructor(options: ResolvedOptions) {
    super();
    this.name = options.name;
    this.#options = options;
    this.#connection = new ReconnectingClient(options, this.#createListener());
    this.#tracker = new RequestTracker(options.name, options.requestTimeoutMs, () => this.#adjustReading());
    this.#kept = new OfflineQueue(options.maxKeptMessages, options.maxQueuedBytes / 2);
  }

  /**
   * Joins the chat. One try: a lost connection is tried again, a first one that fails is told at once.
   *
   * @throws {ChatError} whose `code` tells why, and whose `isRetryable` whether another try can help
   */
  static async connect(options: ClientOptions): Promise<ChatClient> {
    const client = new ChatClient(resolveOptions(options));
    options.listen?.(client);
    await client.#connection.open(options.signal);
    return client;
  }

  /** Where the client stands. */
  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** Direct messages that are neither confirmed nor undeliverable, oldest first. */
  get unconfirmed(): readonly SentMessage[] {
    return this.#tracker.unconfirmed;
  }

  /**
   * Sends a direct message. Resolves when it is time to send the next one: with the message, by whose `id` the events
   * `undeliverable`, `confirmed` and `disconnected` speak of it. That it is delivered, nobody can know on this wire.
   * White space around `to` belongs to no name and is removed.
   *
   * @throws {InvalidMessageError} when `to` is an endpoint, which {@link request} asks, or a text is not well-formed
   * @throws {MessageTooLargeError} before anything is sent
   * @throws {SendQueueFullError} when the server does not read, or does not answer
   * @throws {NotConnectedError} while the connection is away and nothing (more) is kept for later
   */
  async send(to: string, text: string, { signal }: WaitOptions = {}): Promise<SentMessage> {
    signal?.throwIfAborted();
    const server = this.#findServer();
    const message: SentMessage = { id: ++this.#lastId, to: readReceiver(to), text };
    if (server) {
      const timeForNext = this.#tracker.send(server, message);
      if (timeForNext) await raceAbort(timeForNext, signal);
    } else {
      this.#keep(message);
    }
    return message;
  }

  /** Sends a text to everyone else; gives their number. */
  async shout(text: string, options?: WaitOptions): Promise<number> {
    return await this.#ask(EndpointName.Shout, text, "shoutReceipt", options);
  }

  /** Asks who else is online. `complete` is false when the server named only some of them. */
  async list(options?: WaitOptions): Promise<NameList> {
    return await this.#ask(EndpointName.List, "", "userList", options);
  }

  /** Asks for the server's clock: `HH:MM:SS`. */
  async time(options?: WaitOptions): Promise<string> {
    return await this.#ask(EndpointName.Time, "", "time", options);
  }

  /** Asks for the names of the endpoints. */
  async help(options?: WaitOptions): Promise<readonly string[]> {
    return await this.#ask(EndpointName.Help, "", "help", options);
  }

  /** Asks for the structure of a message, as a text for people. */
  async standard(options?: WaitOptions): Promise<string> {
    return await this.#ask(EndpointName.Standard, "", "standard", options);
  }

  /**
   * Asks any endpoint; gives its answer's text.
   *
   * @throws {InvalidMessageError} when it is no endpoint, which starts with a slash
   * @throws {RequestFailedError} when the server has no such endpoint, or it failed
   * @throws {NoAnswerError} when no answer came within `requestTimeoutMs`
   */
  async request(endpoint: `/${string}`, text = "", options: WaitOptions = {}): Promise<string> {
    const answer = await this.#request(endpoint, text, options);
    if (isErrorAbout(endpoint, answer.reading)) throw new RequestFailedError(answer.text);
    return answer.text;
  }

  /**
   * Gives what others write, to us and to everyone, until the client is closed. While a loop over it is far behind, the
   * connection is not read unless somebody waits for the server, and the server will hang up on a reader that takes
   * nothing for long. What comes to such a loop while the client closes is not kept.
   */
  messages({ signal }: WaitOptions = {}): AsyncIterableIterator<ChatMessage> {
    const feed = new MessageFeed(
      () => this.#adjustReading(),
      (stopped) => {
        this.#feeds.delete(stopped);
        this.#adjustReading();
      },
      signal,
    );
    if (this.state.kind === "closed") feed.end();
    else if (!signal?.aborted) this.#feeds.add(feed);
    return feed;
  }

  /** Ends the wait for the next try to come back, if there is one: the try comes at once. */
  reconnectNow(): void {
    this.#connection.reconnectNow();
  }

  /**
   * Leaves the chat: what was sent is still written, and the server answers it. When the signal aborts, the connection is
   * cut at once, whatever is still to be written or answered; the promise then resolves as well. A second call waits for
   * the first.
   */
  async close({ signal }: WaitOptions = {}): Promise<void> {
    const closed = this.#connection.close();
    const cut = () => this.#connection.cut();
    if (signal?.aborted) cut();
    signal?.addEventListener("abort", cut, { once: true });
    await closed;
    signal?.removeEventListener("abort", cut);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  // ── Connection ────────────────────────────────────────────────────────────────────────────────────────────────────

  #createListener(): ReconnectingClientListener {
    return {
      received: (message) => this.#receive(message),
      malformed: (reason) => this.#tell("malformed", { reason }),
      traffic: (direction, bytes) => this.#tell("traffic", { direction, bytes }),
      stateChanged: (state) => this.#tell("state", state),
      connected: (server) => this.#sendKept(server),
      lost: (error) => this.#tell("disconnected", { error, unconfirmed: this.#tracker.breakOff(lostBy(error)) }),
      waiting: (attempt, delayMs, error) => this.#tell("reconnecting", { attempt, delayMs, error }),
      restored: (attempt, others) => this.#tell("reconnected", { attempt, others }),
      ended: (error) => this.#end(error),
    };
  }

  #end(error: ChatError | null): void {
    const unconfirmed = this.#tracker.breakOff(closedError());
    const unsent = this.#kept.takeAll();
    for (const feed of this.#feeds) feed.end();
    this.#feeds.clear();
    this.#tell("closed", { error, unconfirmed, unsent });
  }

  /**
   * Tells whoever listens. A listener that throws is a mistake of the program around us, and ends it as it would anywhere
   * else; but when that program lives on, so does the client.
   */
  #tell<Name extends keyof ClientEvents>(name: Name, argument: ClientEvents[Name][0]): void {
    try {
      // Each event has one argument; the emitter's type can't tell that of a name that is not known yet.
      (this as EventEmitter).emit(name, argument);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  // ── Sending ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Gives the link, or `null` while it is away. */
  #findServer(): ServerConnection | null {
    if (this.#connection.isClosing) throw closedError();
    return this.#connection.server;
  }

  #keep(message: SentMessage): void {
    const { length: bytes } = createJsonMsg(this.name, this.#address, message.to, message.text);
    if (bytes > MAX_MESSAGE_BYTES) throw new MessageTooLargeError(bytes, MAX_MESSAGE_BYTES);
    if (this.#options.whileAway === "reject") {
      throw new NotConnectedError("The connection is away: the message was not sent.");
    }
    this.#kept.add(message, bytes);
  }

  #sendKept(server: ServerConnection): void {
    this.#address = server.localAddress;
    for (let message = this.#kept.shift(); message; message = this.#kept.shift()) {
      try {
        // All that is kept fits into the queue at once, so there is nothing to wait for.
        void this.#tracker.send(server, message);
      } catch (error) {
        const reason = error instanceof MessageTooLargeError ? "too-large" : "queue-full";
        this.#tell("undeliverable", { message, reason });
      }
    }
  }

  async #ask<Kind extends ServerTextKind>(
    endpoint: `/${string}`,
    text: string,
    kind: Kind,
    options: WaitOptions = {},
  ): Promise<ReadingOf<Kind>> {
    const { text: answer, reading } = await this.#request(endpoint, text, options);
    if (reading?.kind !== kind) throw new RequestFailedError(answer);
    return reading.value as ReadingOf<Kind>;
  }

  async #request(endpoint: string, text: string, { signal }: WaitOptions): Promise<Answer> {
    signal?.throwIfAborted();
    if (!isEndpoint(endpoint)) {
      throw new InvalidMessageError(
        `${endpoint} is no endpoint: an endpoint starts with "/". Write to a user by send().`,
      );
    }
    const server = this.#findServer();
    if (!server) throw new NotConnectedError(`The connection is away: ${endpoint} was not asked.`);
    return await this.#tracker.ask(server, endpoint, text, signal);
  }

  // ── Receiving ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #receive(message: ChatMessage): void {
    if (message.from.name === SERVER_NAME) return this.#receiveFromServer(message.msg);
    this.#tell(message.to === EVERYONE ? "shout" : "message", message);
    for (const feed of this.#feeds) {
      // Whoever closes does not wait for a loop that is behind, and nothing bounds what comes until the end but this.
      if (!this.#connection.isClosing || !feed.isFull) feed.push(message);
    }
    this.#adjustReading();
  }

  #receiveFromServer(text: string): void {
    const settlement = this.#tracker.hear(text, this.#connection.server?.serverKind ?? "original");
    switch (settlement.kind) {
      case "undeliverable":
        return this.#tell("undeliverable", { message: settlement.message, reason: settlement.reason });
      case "answered":
        if (settlement.confirmed.length > 0) this.#tell("confirmed", { messages: settlement.confirmed });
        return;
      case "notice":
        if (settlement.reading?.kind === "mayNotHaveArrived") {
          const { count, name } = settlement.reading.value;
          this.#tell("uncertain", { to: name, count });
        } else {
          this.#tell("notice", { text });
        }
    }
  }

  /** Reads on unless a loop is far behind. One that waits for the server itself gets its answer first. */
  #adjustReading(): void {
    const { server } = this.#connection;
    if (this.#isBehind) server?.pauseReading();
    else server?.resumeReading();
  }

  get #isBehind(): boolean {
    for (const feed of this.#feeds) if (this.#tracker.isWaiting ? feed.isOverfull : feed.isFull) return true;
    return false;
  }
}

function closedError(): ClientClosedError {
  return new ClientClosedError("The client was closed.");
}

/** What a request fails with whose answer can't come any more. */
function lostBy(cause: ChatError): ConnectionLostError {
  return new ConnectionLostError("The connection was lost.", { cause });
}

/** Gives the receiver without the white space around it. Plain JavaScript may hand us anything. */
function readReceiver(to: unknown): string {
  if (typeof to !== "string") throw new InvalidMessageError(`"to" is not a string but ${typeof to}.`);
  const receiver = trimWhiteSpace(to);
  if (!isEndpoint(receiver)) return receiver;
  throw new InvalidMessageError(`${receiver} is an endpoint, not a user: ask it by request().`);
}
