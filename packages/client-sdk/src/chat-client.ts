import {
  EndpointName,
  EVERYONE,
  InvalidMessageError,
  type NameList,
  type ReceivedMessage,
  SERVER_IP,
  SERVER_NAME,
  type ServerAnswer,
  type ServerNotice,
  type ServerTextKind,
  type ServerTextReading,
} from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";
import { checkEndpoint, checkReceiver } from "./check-target.ts";
import { ClientEmitter } from "./client-emitter.ts";
import { type JoinOptions, type ResolvedOptions, resolveOptions } from "./client-options.ts";
import type { ConnectionState } from "./connection-state.ts";
import { DirectMessages } from "./direct-messages.ts";
import { ConnectionLostError, MessageTooLargeError, NotConnectedError } from "./errors.ts";
import type { DirectMessage, IncomingMessage, ShoutMessage } from "./incoming-message.ts";
import { MessageFeeds } from "./message-feeds.ts";
import { isErrorAbout } from "./pending-replies.ts";
import { raceAbort } from "./race-abort.ts";
import { ReconnectingClient, type ReconnectingClientListener } from "./reconnecting-client.ts";
import { closedError, requestFailed } from "./request-failures.ts";
import { RequestTracker } from "./request-tracker.ts";
import type { SentMessage } from "./sent-message.ts";
import type { ReceivedItem } from "./server-connection.ts";
import { readSignal, type WaitOptions } from "./wait-options.ts";

/** The options of a client. */
export interface ClientOptions extends JoinOptions {
  /**
   * Called with the client before its first try: a listener that is added here hears the handshake as well. The client does
   * not wait for a promise that it returns, and emits `error` when that rejects.
   * @default nothing is called
   */
  readonly listen?: ((client: ChatClient) => void) | undefined;
}

type ReadingOf<Kind extends ServerTextKind> = Extract<ServerTextReading, { kind: Kind }>["value"];

/** A user in the chat: comes back after a lost connection, and reports the outcome of each message as far as the wire lets it. */
export class ChatClient extends ClientEmitter implements AsyncDisposable {
  #name: string;
  readonly #connection: ReconnectingClient;
  readonly #tracker: RequestTracker;
  readonly #messages: DirectMessages;
  readonly #feeds: MessageFeeds;
  #lastId = 0;

  private constructor(options: ResolvedOptions) {
    super();
    this.#name = options.name;
    this.#connection = new ReconnectingClient(options, this.#createListener());
    this.#tracker = new RequestTracker(options.requestTimeoutMs, () => {
      this.#adjustReading();
      this.#connection.asked();
    });
    this.#feeds = new MessageFeeds(() => this.#adjustReading());
    this.#messages = new DirectMessages(options, this.#tracker, {
      undeliverable: (message, error) => this.#reportUnwritten(message, error),
    });
  }

  /**
   * Joins the chat with one try for each server, or with as many as it takes when the option `waitForFirstConnect` says so. A
   * connection that was lost later is tried again.
   *
   * @throws {ChatError} with the reason as its `code`; `isRetryable` is true when another try can help
   */
  static async connect(options: ClientOptions): Promise<ChatClient> {
    const client = new ChatClient(resolveOptions(options));
    client.watchCallback("listen", options.listen?.(client));
    await client.#connection.open(options.signal);
    return client;
  }

  /** The username as the server has it. */
  get name(): string {
    return this.#name;
  }

  /** The state of the client. */
  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** Direct messages that are neither confirmed nor undeliverable, oldest first. */
  get unconfirmed(): readonly SentMessage[] {
    return this.#tracker.unconfirmed;
  }

  /**
   * Sends a direct message. Resolves with the message when it is time to send the next one. The events `undeliverable`,
   * `confirmed` and `disconnected` name it by its `id`. The wire has no receipt for a delivered message. White space around
   * `to` is removed.
   *
   * @throws {InvalidMessageError} when `to` is an endpoint (use {@link request}), or a text is not well-formed
   * @throws {MessageTooLargeError} before anything is sent
   * @throws {SendQueueFullError} when the server does not read, or does not answer
   * @throws {NotConnectedError} while the connection is away and no more messages are kept for later
   * @throws {ClientClosedError} after {@link close}
   */
  async send(to: string, text: string, options?: WaitOptions): Promise<SentMessage> {
    const signal = readSignal(options);
    signal?.throwIfAborted();
    this.#throwIfClosing();
    const message: SentMessage = { id: ++this.#lastId, to: checkReceiver(to), text };
    const timeForNext = this.#messages.send(message);
    if (timeForNext) await raceAbort(timeForNext, signal);
    return message;
  }

  /**
   * Writes to the sender of a message, and to nobody else, also when it was to everyone.
   *
   * @throws {InvalidMessageError} for a notice: nobody reads what is written to the server
   * @throws {ChatError} as {@link send} does
   */
  async reply(message: IncomingMessage, text: string, options?: WaitOptions): Promise<SentMessage> {
    if (message.kind === "notice") throw new InvalidMessageError("A notice has no sender who could read a reply.");
    return await this.send(message.from.name, text, options);
  }

  /**
   * Sends a text to everyone else, and returns the number of receivers.
   *
   * @throws {ChatError} as {@link request} does
   */
  async shout(text: string, options?: WaitOptions): Promise<number> {
    return await this.#ask(EndpointName.Shout, text, "shoutReceipt", options);
  }

  /**
   * Asks for the other users online. `complete` is false when the server named only some of them.
   *
   * @throws {ChatError} as {@link request} does
   */
  async list(options?: WaitOptions): Promise<NameList> {
    return await this.#ask(EndpointName.List, "", "userList", options);
  }

  /**
   * Asks for the server's clock: `HH:MM:SS`.
   *
   * @throws {ChatError} as {@link request} does
   */
  async time(options?: WaitOptions): Promise<string> {
    return await this.#ask(EndpointName.Time, "", "time", options);
  }

  /**
   * Asks for the names of the endpoints.
   *
   * @throws {ChatError} as {@link request} does
   */
  async help(options?: WaitOptions): Promise<readonly string[]> {
    return await this.#ask(EndpointName.Help, "", "help", options);
  }

  /**
   * Asks for the structure of a message, as a text for people.
   *
   * @throws {ChatError} as {@link request} does
   */
  async standard(options?: WaitOptions): Promise<string> {
    return await this.#ask(EndpointName.Standard, "", "standard", options);
  }

  /**
   * Asks any endpoint, and returns the text of its answer.
   *
   * @throws {InvalidMessageError} when the endpoint does not start with a slash
   * @throws {RequestFailedError} when the server has no such endpoint, or it failed
   * @throws {NoAnswerError} when no answer came within `requestTimeoutMs`
   * @throws {MessageTooLargeError} before anything is sent
   * @throws {SendQueueFullError} when the server does not read, or does not answer
   * @throws {NotConnectedError} while the connection is away
   * @throws {ConnectionLostError} when the connection breaks before the answer has come
   * @throws {ClientClosedError} after {@link close}
   */
  async request(endpoint: `/${string}`, text = "", options?: WaitOptions): Promise<string> {
    const answer = await this.#request(endpoint, text, options);
    if (isErrorAbout(endpoint, answer.reading)) throw requestFailed(answer);
    return answer.text;
  }

  /**
   * Returns what others write, to us and to everyone, and the notices of the server, until the client is closed. The `kind`
   * tells them apart. While a loop over it is far behind, the connection is only read when the program waits for an answer.
   * A server disconnects a reader that takes nothing for long. While the client closes, messages for a loop that is far
   * behind are dropped.
   *
   * @throws the reason of the signal, out of the loop, when it aborts
   */
  messages(options?: WaitOptions): AsyncIterableIterator<IncomingMessage> {
    const feed = this.#feeds.open(readSignal(options));
    if (this.state.kind === "closed") this.#feeds.end();
    return feed;
  }

  /** Starts the next try to come back at once, if the client waits for one. */
  reconnectNow(): void {
    this.#connection.reconnectNow();
  }

  /**
   * Leaves the chat, after the server has read and answered what was sent. When the signal aborts, the connection is cut
   * at once, and the promise resolves as well. A second call waits for the first.
   */
  async close(options?: WaitOptions): Promise<void> {
    const signal = readSignal(options);
    this.#messages.hurry();
    const closed = this.#connection.close();
    const cut = () => this.#connection.cut();
    if (signal?.aborted) cut();
    signal?.addEventListener("abort", cut, { once: true });
    await closed;
    signal?.removeEventListener("abort", cut);
  }

  /** Closes as {@link close} does. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #createListener(): ReconnectingClientListener {
    return {
      received: (item) => this.#receive(item),
      malformed: (reason) => this.emit("malformed", { reason }),
      traffic: (direction, bytes) => this.emit("traffic", { direction, bytes }),
      stateChanged: (state) => this.emit("state", state),
      connected: (server, others) => {
        this.#name = server.name;
        this.#messages.connected(server, others);
      },
      readOwed: (server) => this.#tracker.readOwed(server),
      ask: (server) => this.#tracker.probe(server),
      disconnected: () => this.#messages.disconnected(),
      lost: (error) => {
        const text = "The connection was lost before the answer came: it may have been carried out all the same.";
        const lost = new ConnectionLostError(text, { cause: error, mayHaveArrived: true });
        this.emit("disconnected", { error, unconfirmed: this.#tracker.breakOff(lost) });
      },
      waiting: (attempt, delayMs, error) => this.emit("reconnecting", { attempt, delayMs, error }),
      restored: (attempt, others) => this.emit("reconnected", { attempt, others }),
      ended: (error) => {
        const unconfirmed = this.#tracker.breakOff(closedError(true));
        const unsent = this.#messages.takeKept();
        this.#feeds.end();
        this.emit("closed", { error, unconfirmed, unsent });
      },
    };
  }

  #throwIfClosing(): void {
    if (this.#connection.isClosing) throw closedError(false);
  }

  #reportUnwritten(message: SentMessage, error: ChatError): void {
    const reason = error instanceof MessageTooLargeError ? "too-large" : "queue-full";
    this.emit("undeliverable", { message, reason, text: error.message });
  }

  async #ask<Kind extends ServerTextKind>(
    endpoint: `/${string}`,
    text: string,
    kind: Kind,
    options?: WaitOptions,
  ): Promise<ReadingOf<Kind>> {
    const answer = await this.#request(endpoint, text, options);
    const { reading } = answer;
    if (reading?.kind !== kind) throw requestFailed(answer);
    return reading.value as ReadingOf<Kind>;
  }

  async #request(to: unknown, text: string, options?: WaitOptions): Promise<ServerAnswer> {
    const signal = readSignal(options);
    signal?.throwIfAborted();
    const endpoint = checkEndpoint(to);
    this.#throwIfClosing();
    const { server } = this.#connection;
    if (!server) throw new NotConnectedError(`The connection is away: ${endpoint} was not asked.`);
    return await this.#tracker.ask(server, endpoint, text, signal);
  }

  #receive(item: ReceivedItem): void {
    switch (item.kind) {
      case "message":
        return this.#receiveMessage(item);
      case "answer":
        return this.#receiveAnswer(item);
      case "notice":
        return this.#receiveNotice(item);
    }
  }

  #receiveMessage({ from, to, msg }: ReceivedMessage): void {
    const message: DirectMessage | ShoutMessage = { kind: to === EVERYONE ? "shout" : "direct", from, to, msg };
    if (message.kind === "shout") this.emit("shout", message);
    else this.emit("message", message);
    this.#feed(message);
  }

  #feed(message: IncomingMessage): void {
    // A closing client reads on even if a loop is behind: only this bounds the memory until the end.
    this.#feeds.push(message, !this.#connection.isClosing);
    this.#adjustReading();
  }

  #receiveAnswer(answer: ServerAnswer): void {
    const settlement = this.#tracker.settle(answer, this.#connection.server?.serverKind ?? "original");
    this.#connection.answered();
    switch (settlement.kind) {
      case "undeliverable":
        this.emit("undeliverable", { message: settlement.message, reason: settlement.reason, text: answer.text });
        return;
      case "answered":
        if (settlement.confirmed.length > 0) this.emit("confirmed", { messages: settlement.confirmed });
        return;
      case "notice":
        return this.#notice(answer.text);
    }
  }

  #receiveNotice({ text, reading }: ServerNotice): void {
    if (reading.kind !== "mayNotHaveArrived") return this.#notice(text);
    const { count, name } = reading.value;
    this.emit("uncertain", { to: name, count });
  }

  #notice(text: string): void {
    this.emit("notice", { text });
    this.#feed({ kind: "notice", from: { name: SERVER_NAME, ip: SERVER_IP }, to: this.name, msg: text });
  }

  /** Reads on unless a loop is far behind. A loop that waits for an answer gets it first. */
  #adjustReading(): void {
    const { server } = this.#connection;
    if (this.#feeds.areBehind(this.#tracker.isWaiting)) server?.pauseReading();
    else server?.resumeReading();
  }
}
