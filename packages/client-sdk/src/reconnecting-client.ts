import type { NameList } from "@chat/protocol";
import { ChatError } from "./chat-error.ts";
import type { ResolvedOptions } from "./client-options.ts";
import { toConnectError } from "./connect-error.ts";
import type { ConnectionState } from "./connection-state.ts";
import { ClientClosedError } from "./errors.ts";
import { decideReconnect } from "./reconnect-policy.ts";
import { ServerConnection, type ServerConnectionListener } from "./server-connection.ts";
import { sleep } from "./sleep.ts";

/** The callbacks of a reconnecting client. */
export interface ReconnectingClientListener
  extends Pick<ServerConnectionListener, "received" | "malformed" | "traffic"> {
  stateChanged(state: ConnectionState): void;
  /** A connection is ready, and nothing was written to it yet: messages that waited for it go first. */
  connected(server: ServerConnection): void;
  lost(error: ChatError): void;
  /** The next try comes after the delay. */
  waiting(attempt: number, delayMs: number, error: ChatError): void;
  /** It is online again. */
  restored(attempt: number, others: NameList): void;
  /** It is closed for good: by `close()` (`null`), or because trying again can't help. */
  ended(error: ChatError | null): void;
}

/** Keeps a user online: makes one connection after another to the same server, under the same name. */
export class ReconnectingClient {
  readonly #options: ResolvedOptions;
  readonly #listener: ReconnectingClientListener;
  readonly #closing = new AbortController();
  #state: ConnectionState = { kind: "idle" };
  #server: ServerConnection | null = null;
  #closed: Promise<void> | null = null;
  /** Ends the wait for the next try. */
  #wait = new AbortController();
  #onlineSince = 0;
  /** Tries since a connection last held. */
  #triesBefore = 0;

  constructor(options: ResolvedOptions, listener: ReconnectingClientListener) {
    this.#options = options;
    this.#listener = listener;
  }

  get state(): ConnectionState {
    return this.#state;
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
   * Makes the first connection with one try.
   *
   * @throws {ChatError} for what failed; the reason of the signal when that aborts
   */
  async open(signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#open(1, signal);
    } catch (error) {
      this.#end(error instanceof ChatError && !this.isClosing ? error : null);
      throw error;
    }
  }

  /** Starts the next try at once, if one is waited for. */
  reconnectNow(): void {
    this.#wait.abort();
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
    await this.#server?.end();
    this.#end(null);
  }

  async #open(attempt: number, signal?: AbortSignal): Promise<NameList> {
    this.#setState({ kind: "connecting", attempt });
    const signals = signal ? [this.#closing.signal, signal] : [this.#closing.signal];
    const [server, others] = await ServerConnection.open(
      this.#options,
      this.#createListener(),
      AbortSignal.any(signals),
    );
    if (!this.isClosing) this.#listener.connected(server);
    // A listener may have closed it meanwhile.
    if (this.isClosing) {
      server.destroy();
      throw this.#closing.signal.reason;
    }
    this.#server = server;
    this.#onlineSince = performance.now();
    this.#setState({ kind: "online", serverKind: server.serverKind });
    return others;
  }

  #createListener(): ServerConnectionListener {
    return {
      ...this.#listener,
      kindLearned: () => {
        if (this.#server) this.#setState({ kind: "online", serverKind: this.#server.serverKind });
      },
      closed: (error) => {
        this.#server = null;
        if (!this.isClosing) void this.#recover(error);
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
