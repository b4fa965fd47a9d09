import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { displayText, PORT } from "@chat/protocol";
import { LocalBackplane } from "./backplane/local-backplane.ts";
import type { ChatNodeEvents } from "./chat-node-events.ts";
import { Admission } from "./connection/admission.ts";
import {
  attachConnection,
  Connection,
  type ConnectionObserver,
  type ConnectionServices,
  receiveRead,
} from "./connection/connection.ts";
import { type ConnectionLimiter, LocalConnectionLimiter } from "./connection/connection-limiter.ts";
import { clearConnectionServices, createConnectionServices } from "./connection/connection-services.ts";
import { SharedReadBuffer } from "./connection/shared-read-buffer.ts";
import type { Sender } from "./delivery/user.ts";
import { Dispatcher } from "./dispatch/dispatcher.ts";
import { standardEndpoints } from "./endpoints/index.ts";
import { KEEP_ALIVE_DELAY_MS, LISTEN_BACKLOG, resolveLimits, type ServerLimits } from "./limits.ts";
import { type Logger, silentLogger } from "./logger.ts";
import type { ChatNodeOptions, CloseOptions } from "./options.ts";
import { SampledLogger } from "./sampled-logger.ts";
import { TrustedProxies } from "./trusted-proxies.ts";

/**
 * Makes a chat server that is one event loop. It does nothing until `listen()`.
 *
 * @throws {RangeError} for an option out of range; the message says which, and what is allowed.
 */
export function createChatNode(options: ChatNodeOptions = {}): ChatNode {
  return new ChatNode(options);
}

/** A chat server: listens, makes a {@link Connection} of each socket, and makes the parts that all connections share. */
export class ChatNode extends EventEmitter<ChatNodeEvents> implements AsyncDisposable {
  /** Event loops that serve users. */
  readonly threadCount = 1;
  /** The limits in force, defaults filled in. */
  readonly limits: ServerLimits;
  readonly #host: string;
  readonly #port: number;
  readonly #reusePort: boolean;
  readonly #logger: Logger;
  /** Set when this node has the log for itself. The lines of many threads are sampled once, by their pool. */
  readonly #sampledLogger: SampledLogger | null;
  readonly #server: Server;
  readonly #services: ConnectionServices;
  readonly #admission: Admission;
  readonly #sharesReadBuffer: boolean;
  #sharedReadBuffer: SharedReadBuffer | null = null;
  #listening: Promise<AddressInfo> | null = null;
  #closed: Promise<void> | null = null;
  #isClosing = false;

  /** @param sharedLimiter - the limiter of the whole server, when this node is a part of one */
  constructor(options: ChatNodeOptions, sharedLimiter?: ConnectionLimiter) {
    super();
    this.limits = resolveLimits(options.limits ?? {});
    this.#host = options.host ?? "0.0.0.0";
    this.#port = options.port ?? PORT;
    this.#reusePort = options.reusePort ?? false;
    const logger = options.logger ?? silentLogger;
    this.#sampledLogger = sharedLimiter ? null : new SampledLogger(logger);
    this.#logger = this.#sampledLogger ?? logger;
    this.#sharesReadBuffer = options.sharedReadBuffer ?? true;
    this.#admission = new Admission(
      this.limits,
      sharedLimiter ?? new LocalConnectionLimiter(this.limits),
      this.#logger,
    );
    this.#services = this.#createServices(options);
    this.#server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
    });
    this.#server.on("connection", (socket) => {
      const connection = new Connection(socket, this.#services);
      attachConnection(socket, connection, this.#sharedReadBuffer);
      this.#admission.admit(connection);
    });
  }

  /** Number of users online. */
  get userCount(): number {
    return this.#services.backplane.userCount;
  }

  /** Number of connections, those without a name included. */
  get connectionCount(): number {
    return this.#admission.connections.size;
  }

  /** Starts to listen. Rejects with the system's error (`EADDRINUSE`, `EACCES`, …) when it can't. */
  listen(): Promise<AddressInfo> {
    if (this.#isClosing) throw new Error("The node is closed: make a new one.");
    this.#listening = this.#listen();
    return this.#listening;
  }

  async #listen(): Promise<AddressInfo> {
    if (this.#sharesReadBuffer) this.#sharedReadBuffer = await SharedReadBuffer.create(receiveRead);
    this.#server.listen({
      host: this.#host,
      port: this.#port,
      backlog: LISTEN_BACKLOG,
      reusePort: this.#reusePort,
    });
    await once(this.#server, "listening");
    this.#server.on("error", (error) =>
      this.#logger.error({ event: "server-error", error: error.message }, error.message),
    );
    return this.address();
  }

  /** The address that it listens on, the port chosen by the system included. */
  address(): AddressInfo {
    const address = this.#server.address();
    if (address === null || typeof address === "string")
      throw new Error("The node does not listen: call listen() first.");
    return address;
  }

  /**
   * Stops accepting, sends every user `Server is shutting down`, writes the messages that wait for them, and closes. A
   * second call waits for the first.
   */
  close({ graceMs = 5_000 }: CloseOptions = {}): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    await this.#listening?.catch(() => undefined);
    const wasListening = this.#server.listening;
    const allGone = wasListening ? once(this.#server, "close") : Promise.resolve();
    if (wasListening) this.#server.close();
    for (const connection of this.#admission.connections) connection.shutDown();
    const graceTimer = setTimeout(() => this.#admission.cutOffAll(), graceMs);
    await allGone;
    clearTimeout(graceTimer);
    // The listening socket may close before the `close` event of its last connection.
    this.#admission.cutOffAll();
    clearConnectionServices(this.#services);
    this.#services.dispatcher.close();
    await this.#services.backplane.close();
    this.#sampledLogger?.endWindow();
  }

  #createServices(options: ChatNodeOptions): ConnectionServices {
    const backplane = options.backplane ?? new LocalBackplane();
    return createConnectionServices({
      limits: this.limits,
      allowLookAlikes: options.allowLookAlikes ?? false,
      backplane,
      dispatcher: new Dispatcher({
        backplane,
        endpoints: [...standardEndpoints, ...(options.endpoints ?? [])],
        clock: options.clock ?? { now: () => new Date() },
        logger: this.#logger,
        endpointTimeoutMs: this.limits.endpointTimeoutMs,
      }),
      observer: this.#createObserver(),
      trustedProxies: new TrustedProxies(options.trustedProxies ?? []),
      admission: this.#admission,
      logger: this.#logger,
    });
  }

  /** Makes the observer that logs what happens to connections, and emits the events of this node. */
  #createObserver(): ConnectionObserver {
    const log = this.#logger;
    return {
      addressed: (connection) => this.#admission.admitAddress(connection),
      joined: ({ name, ip }) => {
        log.info({ event: "join", name, ip }, `${displayText(name)} joined from ${ip}`);
        this.emit("join", { name, ip });
      },
      left: ({ name, ip }, reason) => {
        log.info({ event: "leave", name, ip, reason }, `${displayText(name)} left (${reason})`);
        this.emit("leave", { name, ip, reason });
      },
      received: ({ name, ip }, received) => {
        if (this.listenerCount("message") > 0) this.emit("message", { name, ip, message: received.message });
      },
      claimFailed: ({ ip }, error) => {
        const text = displayText(String(error));
        log.error({ event: "claim-failed", ip, error: text }, `a name could not be claimed: ${text}`);
      },
      undelivered: (receiverName, unwritten) => this.#notifySenders(receiverName, unwritten),
      refused: (connection, { text, isSilent = false }) => {
        const { ip } = connection;
        this.#admission.refused(connection);
        const shown = displayText(text);
        log[isSilent ? "debug" : "info"]({ event: "refused", ip, text: shown }, `refused ${ip}: ${shown}`);
        this.emit("refused", { ip, text });
      },
      closed: (connection, reason, unwritten) => {
        const { ip, userName: name } = connection;
        this.#admission.closed(connection);
        if (name !== null) this.#notifySenders(name, unwritten);
        log.debug({ event: "closed", name, ip, reason }, `connection from ${ip} closed (${reason})`);
        this.emit("closed", { name, ip, reason });
      },
    };
  }

  /** Notifies each sender once: its messages to a receiver that is gone are unwritten. A server that closes does not [C-72]. */
  #notifySenders(receiverName: string, unwritten: ReadonlyMap<Sender, number>): void {
    if (this.#isClosing) return;
    for (const [sender, count] of unwritten) sender.undeliverable(receiverName, count);
  }
}
