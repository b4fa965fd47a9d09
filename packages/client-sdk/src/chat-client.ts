import { EventEmitter } from "node:events";
import {
  ChatError,
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
} from "@chat/protocol";
import type { ClientEvents } from "./client-events.ts";
import { type ClientOptions, type ResolvedOptions, resolveOptions } from "./client-options.ts";
import type { ConnectionState } from "./connection-state.ts";
import {
  ClientClosedError,
  ConnectionLostError,
  MessageTooLargeError,
  NoAnswerError,
  NotConnectedError,
  RequestFailedError,
} from "./errors.ts";
import { Link, type LinkOwner } from "./link.ts";
import { MessageFeed } from "./message-feed.ts";
import { PendingReplies, type PendingRequest, type SentMessage } from "./pending-replies.ts";
import { decideReconnect } from "./reconnect-policy.ts";

/** The longest that an address is, for measuring a message that is sent later. */
const UNKNOWN_ADDRESS = "255.255.255.255";

/** After so many direct messages in a row with nothing asked, the client asks something itself. */
const MESSAGES_PER_PROBE = 500;

/** For how long to wait, and what ends the wait. */
export interface WaitOptions {
  /** Ends the wait; the promise rejects with its reason. What was sent by then is not taken back. */
  readonly signal?: AbortSignal;
}

type ReadingOf<Kind extends ServerTextKind> = Extract<ServerTextReading, { kind: Kind }>["value"];

/** A user's place in the chat: stays online, and tells what became of what was sent as far as the wire lets it. */
export class ChatClient extends EventEmitter<ClientEvents> implements AsyncDisposable {
  readonly name: string;
  readonly #options: ResolvedOptions;
  readonly #pending = new PendingReplies();
  readonly #feeds = new Set<MessageFeed>();
  readonly #closing = new AbortController();
  #state: ConnectionState = { kind: "idle" };
  #link: Link | null = null;
  #kept: SentMessage[] = [];
  /** Settles when what was kept is sent: requests wait for it, so that their answers confirm what came before them. */
  #sendingKept: Promise<void> = Promise.resolve();
  #lastId = 0;
  #sentSinceRequest = 0;
  #closed: Promise<void> | null = null;

  private constructor(options: ResolvedOptions) {
    super();
    this.name = options.name;
    this.#options = options;
  }

  /**
   * Joins the chat. One try: a lost connection is tried again, a first one that fails is told at once.
   *
   * @throws {ChatError} whose `code` tells why, and whose `isRetryable` whether another try can help
   */
  static async connect(options: ClientOptions): Promise<ChatClient> {
    const client = new ChatClient(resolveOptions(options));
    try {
      await client.#open(1, options.signal);
    } catch (error) {
      client.#setState({ kind: "closed", error: error instanceof ChatError ? error : null });
      throw error;
    }
    return client;
  }

  /** Where the client stands. */
  get state(): ConnectionState {
    return this.#state;
  }

  /** Direct messages that are neither confirmed nor undeliverable, oldest first. */
  get unconfirmed(): readonly SentMessage[] {
    return this.#pending.unconfirmed;
  }

  /**
   * Sends a direct message. Resolves when it is time to send the next one: with the message, by whose `id` the events
   * `undeliverable`, `confirmed` and `disconnected` speak of it. That it is delivered, nobody can know on this wire.
   *
   * @throws {InvalidMessageError} when `to` is an endpoint, which {@link request} asks, or a text is not well-formed
   * @throws {MessageTooLargeError} before anything is sent
   * @throws {SendQueueFullError} when the server does not read
   * @throws {NotConnectedError} while the connection is away and nothing (more) is kept for later
   */
  async send(to: string, text: string): Promise<SentMessage> {
    if (isEndpoint(to)) throw new InvalidMessageError(`${to} is an endpoint, not a user: ask it by request().`);
    const message: SentMessage = { id: ++this.#lastId, to, text };
    const link = this.#findLink();
    // What was kept goes first, or the order would be lost.
    if (!link || this.#kept.length > 0) {
      this.#keep(message);
      return message;
    }
    await this.#sendNow(link, message);
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
   * @throws {RequestFailedError} when the server has no such endpoint, or it failed
   * @throws {NoAnswerError} when no answer came within `requestTimeoutMs`
   */
  async request(endpoint: `/${string}`, text = "", options?: WaitOptions): Promise<string> {
    const { answer, reading } = await this.#request(endpoint, text, options);
    const isError =
      reading?.kind === "unknownCommand" || reading?.kind === "userNotFound" || reading?.kind === "endpointFailed";
    if (isError) throw new RequestFailedError(answer);
    return answer;
  }

  /**
   * Gives what others write, to us and to everyone, until the client is closed. While a loop over it is far behind, the
   * connection is not read, and the server will hang up on a reader that takes nothing for long.
   */
  messages(): AsyncIterableIterator<ChatMessage> {
    const feed = new MessageFeed(
      () => this.#resumeIfRoom(),
      (stopped) => {
        this.#feeds.delete(stopped);
        this.#resumeIfRoom();
      },
    );
    if (this.#state.kind === "closed") feed.end();
    else this.#feeds.add(feed);
    return feed;
  }

  /** Leaves the chat: what was sent is still written, and the server answers it. A second call waits for the first. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const link = this.#link;
    this.#closing.abort(new ClientClosedError("The client was closed."));
    await link?.end();
    this.#end(null, this.#pending.clear());
  }

  // ── Connection ────────────────────────────────────────────────────────────────────────────────────────────────────

  async #open(attempt: number, signal?: AbortSignal): Promise<NameList> {
    this.#setState({ kind: "connecting", attempt });
    const signals = signal ? [this.#closing.signal, signal] : [this.#closing.signal];
    const [link, others] = await Link.open(this.#options, this.#createLinkOwner(), AbortSignal.any(signals));
    this.#link = link;
    this.#setState({ kind: "online", serverKind: link.serverKind });
    return others;
  }

  #createLinkOwner(): LinkOwner {
    return {
      received: (message) => this.#receive(message),
      garbled: (reason) => this.emit("garbled", { reason }),
      closed: (error) => this.#lose(error),
      traffic: (direction, bytes) => {
        if (this.listenerCount("traffic") > 0) this.emit("traffic", { direction, bytes });
      },
    };
  }

  #lose(error: ChatError): void {
    this.#link = null;
    if (this.#closing.signal.aborted) return;
    const unconfirmed = this.#pending.clear();
    this.emit("disconnected", { error, unconfirmed });
    void this.#recover(error);
  }

  /** Tries to come back until it is, or can't, or the client is closed. */
  async #recover(lost: ChatError): Promise<void> {
    const lostAt = performance.now();
    let error = lost;
    for (let attempt = 0; ; attempt++) {
      const awayMs = performance.now() - lostAt;
      const { reconnect } = this.#options;
      const delayMs = reconnect && decideReconnect({ attempt, error, awayMs, random: Math.random() }, reconnect);
      if (delayMs === null) return this.#end(error, []);
      this.#setState({ kind: "waiting", attempt: attempt + 1, delayMs, error });
      this.emit("reconnecting", { attempt: attempt + 1, delayMs, error });
      await sleep(delayMs, this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      const others = await this.#open(attempt + 1).catch(toChatError);
      if (this.#closing.signal.aborted) return;
      if (!(others instanceof ChatError)) {
        this.#sendingKept = this.#sendKept();
        this.emit("reconnected", { attempt: attempt + 1, others });
        return await this.#sendingKept;
      }
      error = others;
    }
  }

  #end(error: ChatError | null, unconfirmed: readonly SentMessage[]): void {
    if (this.#state.kind === "closed") return;
    this.#link = null;
    const unsent = this.#kept;
    this.#kept = [];
    this.#setState({ kind: "closed", error });
    for (const feed of this.#feeds) feed.end();
    this.#feeds.clear();
    this.emit("closed", { error, unconfirmed, unsent });
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.emit("state", state);
  }

  // ── Sending ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Gives the link, or `null` while it is away. */
  #findLink(): Link | null {
    if (this.#closing.signal.aborted || this.#state.kind === "closed")
      throw new ClientClosedError("The client was closed.");
    return this.#link;
  }

  #keep(message: SentMessage): void {
    const { whileAway, maxKeptMessages } = this.#options;
    const { length } = createJsonMsg(this.name, UNKNOWN_ADDRESS, message.to, message.text);
    if (length > MAX_MESSAGE_BYTES) throw new MessageTooLargeError(length, MAX_MESSAGE_BYTES);
    if (whileAway === "reject") throw new NotConnectedError("The connection is away: the message was not sent.");
    if (this.#kept.length >= maxKeptMessages) {
      throw new NotConnectedError(`The connection is away, and ${maxKeptMessages} messages are kept for it already.`);
    }
    this.#kept.push(message);
  }

  async #sendKept(): Promise<void> {
    for (let message = this.#kept[0]; message && this.#link; message = this.#kept[0]) {
      const link = this.#link;
      this.#kept.shift();
      try {
        await this.#sendNow(link, message);
      } catch (error) {
        const reason = error instanceof MessageTooLargeError ? "too-large" : "queue-full";
        this.emit("undeliverable", { message, reason });
      }
    }
  }

  async #sendNow(link: Link, message: SentMessage): Promise<void> {
    const written = link.write(createJsonMsg(this.name, link.localAddress, message.to, message.text));
    this.#pending.addMessage(message);
    this.#sentSinceRequest += 1;
    if (this.#sentSinceRequest >= MESSAGES_PER_PROBE) this.#probe();
    await written;
  }

  /** Asks something, since the answer confirms what was sent before: or it would be remembered for ever. */
  #probe(): void {
    this.time().catch((error: unknown) => {
      // Whatever made the probe fail is told in other ways: to be asked again is enough.
      if (!(error instanceof ChatError)) throw error;
    });
  }

  async #ask<Kind extends ServerTextKind>(
    endpoint: `/${string}`,
    text: string,
    kind: Kind,
    options?: WaitOptions,
  ): Promise<ReadingOf<Kind>> {
    const { answer, reading } = await this.#request(endpoint, text, options);
    if (reading?.kind !== kind) throw new RequestFailedError(answer);
    return reading.value as ReadingOf<Kind>;
  }

  async #request(
    endpoint: string,
    text: string,
    { signal }: WaitOptions = {},
  ): Promise<{ answer: string; reading: ServerTextReading | null }> {
    signal?.throwIfAborted();
    if (this.#kept.length > 0) await this.#sendingKept;
    const link = this.#findLink();
    if (!link) throw new NotConnectedError(`The connection is away: ${endpoint} was not asked.`);
    const { requestTimeoutMs } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<{ answer: string; reading: ServerTextReading | null }>();
    const request: PendingRequest = {
      endpoint,
      answer: (answer, reading) => resolve({ answer, reading }),
      lose: () => reject(this.#explainLoss(endpoint)),
    };
    const written = link.write(createJsonMsg(this.name, link.localAddress, endpoint, text));
    this.#pending.addRequest(request);
    this.#sentSinceRequest = 0;
    const giveUp = (reason: unknown) => {
      // Ours keeps its place: its answer will come, and belongs to nobody else. The original server may have lost it.
      if (link.serverKind === "original") this.#pending.deleteRequest(request);
      reject(reason);
    };
    const abort = () => giveUp(signal?.reason);
    const timer = setTimeout(() => giveUp(noAnswer(endpoint)), requestTimeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const [answer] = await Promise.all([promise, written]);
      return answer;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  #explainLoss(endpoint: string): ChatError {
    if (this.#closing.signal.aborted) return new ClientClosedError("The client was closed.");
    return this.#link ? noAnswer(endpoint) : new ConnectionLostError("The connection was lost.");
  }

  // ── Receiving ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #receive(message: ChatMessage): void {
    if (message.from.name === SERVER_NAME) return this.#receiveFromServer(message.msg);
    this.emit(message.to === EVERYONE ? "shout" : "message", message);
    for (const feed of this.#feeds) feed.push(message);
    if (this.#isBehind()) this.#link?.pauseReading();
  }

  #receiveFromServer(text: string): void {
    const settlement = this.#pending.settle(text);
    switch (settlement.kind) {
      case "undeliverable":
        return void this.emit("undeliverable", { message: settlement.message, reason: settlement.reason });
      case "answered":
        if (settlement.confirmed.length > 0) this.emit("confirmed", { messages: settlement.confirmed });
        return;
      case "notice":
        if (settlement.reading?.kind === "mayNotHaveArrived") {
          const { count, name } = settlement.reading.value;
          this.emit("uncertain", { to: name, count });
        } else {
          this.emit("notice", { text });
        }
    }
  }

  #isBehind(): boolean {
    for (const feed of this.#feeds) if (feed.isFull) return true;
    return false;
  }

  #resumeIfRoom(): void {
    if (!this.#isBehind()) this.#link?.resumeReading();
  }
}

/** Trying again is a matter of our own errors; any other is a mistake in this program, and not to be hidden. */
function toChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  throw error;
}

function noAnswer(endpoint: string): NoAnswerError {
  return new NoAnswerError(`${endpoint} was not answered in time.`);
}

/** Waits, or until the signal aborts. */
async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  const timer = setTimeout(wake, delayMs);
  signal.addEventListener("abort", wake, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", wake);
}
