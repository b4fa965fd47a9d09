import type { NameList } from "@chat/protocol";
import type { OwedAnswer } from "./answer-clock.ts";
import { ChatError } from "./chat-error.ts";
import type { ResolvedAddress, ResolvedOptions } from "./client-options.ts";
import { toConnectError } from "./connect-error.ts";
import type { ConnectionState } from "./connection-state.ts";
import { ClientClosedError, ConnectFailedError, ConnectionLostError, WrongServerError } from "./errors.ts";
import type { LivenessObservation, LivenessOptions } from "./liveness-policy.ts";
import { LivenessWatch } from "./liveness-watch.ts";
import { DEFAULT_RECONNECT, decideReconnect } from "./reconnect-policy.ts";
import { ServerConnection, type ServerConnectionListener } from "./server-connection.ts";
import { ServerRotation } from "./server-rotation.ts";
import { sleep } from "./sleep.ts";

/** The callbacks of a reconnecting client. */
export interface ReconnectingClientListener
  extends Pick<ServerConnectionListener, "received" | "malformed" | "traffic"> {
  stateChanged(state: ConnectionState): void;
  /** A connection is ready, and nothing was written to it yet: messages that waited for it go first. */
  connected(server: ServerConnection, others: NameList): void;
  /** Returns how long the server has owed an answer. */
  readOwed(server: ServerConnection): OwedAnswer;
  /** Asks the server for a sign of life. */
  ask(server: ServerConnection): void;
  /** The connection is gone: what is sent from now on waits for the next one. Comes before any other call about the loss. */
  disconnected(): void;
  lost(error: ChatError): void;
  /** The next try comes after the delay. */
  waiting(attempt: number, delayMs: number, error: ChatError): void;
  /** It is online again. */
  restored(attempt: number, others: NameList): void;
  /** It is closed for good: by `close()` (`null`), or because trying again can't help. */
  ended(error: ChatError | null): void;
}

/** Keeps a user online: makes one connection after another under the same name, to one server or to several in turn. */
export class ReconnectingClient {
  readonly #options: ResolvedOptions;
  readonly #listener: ReconnectingClientListener;
  readonly #closing = new AbortController();
  readonly #servers: ServerRotation<ResolvedAddress>;
  #state: ConnectionState = { kind: "idle" };
  #server: ServerConnection | null = null;
  #liveness: LivenessWatch | null = null;
  #closed: Promise<void> | null = null;
  /** Ends the wait for the next try. */
  #wait = new AbortController();
  #onlineSince = 0;
  /** Tries since a connection last held. */
  #triesBefore = 0;

  constructor(options: ResolvedOptions, listener: ReconnectingClientListener) {
    this.#options = options;
    this.#listener = listener;
    this.#servers = new ServerRotation(options.servers);
  }

  get state(): ConnectionState {
    if (this.#state.kind !== "online" || !this.#server) return this.#state;
    return { ...this.#state, silentMs: silenceOf(this.#server) };
  }

  /** True when it is closed, or about to be. */
  get isClosing(): boolean {
    return this.#closing.signal.aborted || this.#state.kind === "closed";
  }

  /** The connection to the server; `null` while there is none. */
  get server(): ServerConnection | null {
    return this.#server;
  }

  /**
   * Makes the first connection: with one try for each server, or with as many as it takes.
   *
   * @throws {ChatError} for what failed; the reason of the signal when that aborts
   */
  async open(signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#openFirst(signal);
    } catch (error) {
      this.#end(error instanceof ChatError && !this.isClosing ? error : null);
      throw error;
    }
  }

  /** Starts the next try at once, if one is waited for. */
  reconnectNow(): void {
    this.#wait.abort();
  }

  /** Notes that something was asked: its answer may be late soon. */
  asked(): void {
    this.#liveness?.asked();
  }

  /** Notes that something was answered. */
  answered(): void {
    this.#liveness?.answered();
  }

  /** Closes for good, after the server has answered what was written. A second call waits for the first. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** Cuts the connection at once, even if the server has not answered. */
  cut(): void {
    this.#server?.destroy();
  }

  async #close(): Promise<void> {
    this.#closing.abort(new ClientClosedError("The client was closed."));
    this.#liveness?.stop();
    await this.#server?.end();
    this.#end(null);
  }

  async #openFirst(signal: AbortSignal | undefined): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#open(tries, signal);
        return;
      } catch (error) {
        signal?.throwIfAborted();
        if (this.isClosing || !(error instanceof ChatError)) throw error;
        const delayMs = this.#decideFirstDelay(tries, error);
        if (delayMs === null) throw error;
        await this.#waitFor(delayMs, tries, error, signal);
      }
    }
  }

  /** The delay before another first try; `null` means none. A name in use is not our own before we were online. */
  #decideFirstDelay(tries: number, error: ChatError): number | null {
    if (!error.isRetryable) return null;
    if (!this.#options.waitForFirstConnect) return tries < this.#options.servers.length ? 0 : null;
    const failed = { attempt: tries - 1, error, awayMs: Number.POSITIVE_INFINITY, random: Math.random() };
    return decideReconnect(failed, this.#options.reconnect ?? DEFAULT_RECONNECT);
  }

  async #waitFor(delayMs: number, attempt: number, error: ChatError, signal?: AbortSignal): Promise<void> {
    this.#wait = new AbortController();
    this.#setState({ kind: "waiting", attempt, delayMs, error });
    this.#listener.waiting(attempt, delayMs, error);
    const ends = [this.#wait.signal, this.#closing.signal];
    await sleep(delayMs, AbortSignal.any(signal ? [...ends, signal] : ends));
    signal?.throwIfAborted();
    this.#closing.signal.throwIfAborted();
  }

  async #open(attempt: number, signal?: AbortSignal): Promise<NameList> {
    this.#setState({ kind: "connecting", attempt });
    const signals = signal ? [this.#closing.signal, signal] : [this.#closing.signal];
    // Whatever becomes of this try: the next one goes to the next server.
    const address = this.#servers.next();
    const [server, others] = await ServerConnection.open(
      { ...this.#options, ...address },
      this.#createListener(address),
      AbortSignal.any(signals),
    ).catch((error: unknown) => {
      throw this.#passOver(error, address);
    });
    if (!this.isClosing) this.#listener.connected(server, others);
    // A listener may have closed it meanwhile.
    if (this.isClosing) {
      server.destroy();
      throw this.#closing.signal.reason;
    }
    this.#server = server;
    this.#onlineSince = performance.now();
    if (this.#options.liveness) this.#liveness = this.#watch(server, this.#options.liveness);
    this.#setOnline(server, 0);
    return others;
  }

  #watch(server: ServerConnection, options: LivenessOptions): LivenessWatch {
    return new LivenessWatch(options, {
      observe: () => {
        if (server.isPaused) return null;
        const isOriginal = server.serverKind === "original";
        // Not rounded: an answer may come within a part of a millisecond, and has to be later than its question.
        return { ...this.#listener.readOwed(server), silentMs: performance.now() - server.heardAt, isOriginal };
      },
      ask: () => this.#listener.ask(server),
      late: (lateMs) => this.#setOnline(server, lateMs),
      hangUp: (observed) => server.destroy(new ConnectionLostError(describeSilence(observed), { isSilence: true })),
    });
  }

  #setOnline(server: ServerConnection, lateMs: number): void {
    this.#setState({ kind: "online", serverKind: server.serverKind, silentMs: silenceOf(server), lateMs });
  }

  /** Goes on without a server that is none of the chat, if there are others: their chat is no worse for it. */
  #passOver<Failure>(error: Failure, address: ResolvedAddress): Failure | ConnectFailedError {
    if (!(error instanceof WrongServerError && this.#servers.drop(address))) return error;
    return new ConnectFailedError(`${address.host}:${address.port} is left out. ${error.message}`, { cause: error });
  }

  #createListener(address: ResolvedAddress): ServerConnectionListener {
    return {
      ...this.#listener,
      kindLearned: () => {
        if (this.#server) this.#setOnline(this.#server, 0);
      },
      closed: (error) => {
        this.#server = null;
        this.#liveness?.stop();
        if (this.isClosing) return;
        this.#listener.disconnected();
        void this.#recover(this.#passOver(error, address));
      },
    };
  }

  /** Tries to come back until it is online, can't be, or is closed. */
  async #recover(lost: ChatError): Promise<void> {
    const lostAt = performance.now();
    if (lostAt - this.#onlineSince >= (this.#options.reconnect?.maxDelayMs ?? 0)) this.#triesBefore = 0;
    let error = lost;
    for (let tries = 0; ; tries++) {
      const delayMs = this.#decideDelay(tries, error, performance.now() - lostAt);
      this.#wait = new AbortController();
      if (delayMs === null) this.#setState({ kind: "closed", error });
      else this.#setState({ kind: "waiting", attempt: tries + 1, delayMs, error });
      if (tries === 0) this.#listener.lost(lost);
      if (delayMs === null) return this.#listener.ended(error);
      if (this.isClosing) return;
      this.#listener.waiting(tries + 1, delayMs, error);
      await sleep(delayMs, AbortSignal.any([this.#wait.signal, this.#closing.signal]));
      if (this.isClosing) return;
      const outcome = await this.#open(tries + 1).catch(toConnectError);
      if (this.isClosing) return;
      if ("names" in outcome) {
        this.#triesBefore += tries + 1;
        return this.#listener.restored(tries + 1, outcome);
      }
      error = outcome;
    }
  }

  #decideDelay(tries: number, error: ChatError, awayMs: number): number | null {
    const { reconnect } = this.#options;
    const attempt = this.#triesBefore + tries;
    return reconnect && decideReconnect({ attempt, error, awayMs, random: Math.random() }, reconnect);
  }

  #end(error: ChatError | null): void {
    if (this.#state.kind === "closed") return;
    this.#setState({ kind: "closed", error });
    this.#listener.ended(error);
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#listener.stateChanged(state);
  }
}

function silenceOf(server: ServerConnection): number {
  return Math.round(performance.now() - server.heardAt);
}

function describeSilence({ silentMs, answerMs }: LivenessObservation): string {
  const isSilent = silentMs >= (answerMs ?? 0);
  const seconds = Math.round((isSilent ? silentMs : (answerMs ?? 0)) / 1_000);
  if (isSilent) return `Nothing has come from the server for ${seconds} s: the connection is taken for dead.`;
  return `The server has answered nothing for ${seconds} s: what we write does not reach it.`;
}
