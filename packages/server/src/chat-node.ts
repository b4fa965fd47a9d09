import type { AddressInfo } from "node:net";
import { PORT } from "@chat/protocol";
import type { Backplane } from "./backplane/backplane.ts";
import { LocalBackplane } from "./backplane/local-backplane.ts";
import { ChatNodeEmitter } from "./chat-node-emitter.ts";
import { checkCloseOptions, checkNodeOptions } from "./check-options.ts";
import { Admission } from "./connection/admission.ts";
import { Connection, type ConnectionObserver, type ConnectionServices } from "./connection/connection.ts";
import { type ConnectionLimiter, LocalConnectionLimiter } from "./connection/connection-limiter.ts";
import { type ConnectionReport, collectReports } from "./connection/connection-report.ts";
import { clearConnectionServices, createConnectionServices } from "./connection/connection-services.ts";
import { adviseReceiver } from "./connection/receiver-advice.ts";
import { ConnectionLog } from "./connection-log.ts";
import { Control, type OnlineUser } from "./control/control.ts";
import type { Sender } from "./delivery/user.ts";
import { Dispatcher } from "./dispatch/dispatcher.ts";
import { checkEndpoints } from "./dispatch/endpoint-table.ts";
import { standardEndpoints } from "./endpoints/index.ts";
import type { ConnectionWatch, JournalLineTaker } from "./journal/connection-watch.ts";
import type { JournalFolder } from "./journal/journal-folder.ts";
import { Recordings } from "./journal/recordings.ts";
import { KEEP_ALIVE_DELAY_MS, LISTEN_BACKLOG, resolveLimits, type ServerLimits } from "./limits.ts";
import { type Logger, silentLogger } from "./logger.ts";
import type { LoadedModule } from "./modules/chat-module.ts";
import { Hooks } from "./modules/hooks.ts";
import { Networks } from "./networks.ts";
import type { ChatNodeOptions, CloseOptions } from "./options.ts";
import { SampledLogger } from "./sampled-logger.ts";
import { LoopCounts, type LoopTotals, type ServerTotals } from "./totals.ts";
import { TcpServer } from "./transport/tcp-server.ts";
import type { Transport, TransportServer } from "./transport/transport.ts";

/**
 * Makes a chat server that is one event loop. It does nothing until `listen()`.
 *
 * @throws {TypeError} for an option that does not exist; the message says which was most likely meant.
 * @throws {RangeError} for a value that is not allowed; the message says what is.
 */
export function createChatNode(options: ChatNodeOptions = {}): ChatNode {
  checkNodeOptions(options);
  return new ChatNode(options);
}

/** The parts of a node that a server of several threads, or a test, gives it. */
export interface ChatNodeParts {
  /** The limiter of the whole server, when this node is a part of one. */
  readonly sharedLimiter?: ConnectionLimiter;
  /** Makes the transports of connections: by default it listens on the port of the options. */
  readonly transports?: TransportServer<AddressInfo>;
  /** The folder of the whole server's journals, when this node is a part of one; `null` when it could not be opened. */
  readonly sharedJournals?: JournalFolder | null;
  /** The modules with their endpoints and hooks. */
  readonly modules?: readonly LoadedModule[];
}

/** A chat server: makes a connection of each transport, and makes the parts that all connections share. */
export class ChatNode extends ChatNodeEmitter implements AsyncDisposable {
  /** Event loops that serve users. */
  readonly threadCount = 1;
  /** The limits in force, defaults filled in. */
  readonly limits: ServerLimits;
  /** The acts of those who run the server. */
  readonly control: Control;
  readonly #logger: Logger;
  /** Set when this node has the log for itself. The lines of many threads are sampled once, by their pool. */
  readonly #sampledLogger: SampledLogger | null;
  readonly #transports: TransportServer<AddressInfo>;
  readonly #services: ConnectionServices;
  readonly #admission: Admission;
  readonly #counts = new LoopCounts();
  readonly #recordings: Recordings;
  readonly #hooks: Hooks;
  #listening: Promise<AddressInfo> | null = null;
  #closed: Promise<void> | null = null;
  #isClosing = false;

  constructor(
    options: ChatNodeOptions,
    { sharedLimiter, transports, sharedJournals, modules = [] }: ChatNodeParts = {},
  ) {
    super();
    this.limits = resolveLimits(options.limits ?? {});
    const { logger = silentLogger, backplane = new LocalBackplane() } = options;
    this.#sampledLogger = sharedLimiter ? null : new SampledLogger(logger, (entry) => this.emit("log", entry));
    this.#logger = this.#sampledLogger ?? logger;
    this.#admission = new Admission(
      this.limits,
      sharedLimiter ?? new LocalConnectionLimiter(this.limits),
      backplane.control.sanctions,
      this.#logger,
    );
    backplane.control.served = {
      connections: () => this.#admission.connections,
      find: (key) => backplane.find(key)?.mailbox,
    };
    this.control = new Control(backplane, this.#logger);
    this.#hooks = new Hooks(modules, this.#logger);
    const endpoints = [
      ...checkEndpoints(options.endpoints ?? []),
      ...modules.flatMap(({ module }) => module.endpoints ?? []),
    ];
    this.#services = this.#createServices({ ...options, backplane, endpoints });
    const services = {
      limits: this.limits,
      trustedProxies: this.#services.trustedProxies,
      logger: this.#logger,
      hasOwnEndpoints: endpoints.length > 0 || modules.length > 0,
    };
    this.#recordings = new Recordings(options.journal, services, sharedJournals);
    this.#transports = transports ?? this.#createTcpServer(options);
  }

  /** Number of users online. */
  get userCount(): number {
    return this.#services.backplane.userCount;
  }

  /** Number of connections, those without a name included. */
  get connectionCount(): number {
    return this.#admission.connections.size;
  }

  /** Lists the users online, on this node and all others, in the order in which they came. */
  users(): OnlineUser[] {
    return [...this.#services.backplane.users()].map(({ name, ip }) => ({ name, ip }));
  }

  /** Adds up what was counted since the start. */
  async totals(): Promise<ServerTotals> {
    return { ...this.loopTotals(), users: this.userCount, connections: this.connectionCount };
  }

  /** @internal */
  loopTotals(): LoopTotals {
    const { joins, leaves, refusedConnections } = this.#counts;
    return {
      joins,
      leaves: { ...leaves },
      refusedConnections,
      ...this.#services.counters.sums(),
      waitingBytes: this.#services.outboxBudget.used,
      loopDelayMs: this.#counts.takeLoopDelayMs(),
    };
  }

  /** Reports every connection, those without a name included. Takes the time that others leave: they are not held up. */
  connections(): Promise<ConnectionReport[]> {
    return collectReports(this.#admission.connections);
  }

  /**
   * Records one connection from now on, and passes on each line of its journal as soon as it is there. The texts of messages are
   * masked, and the user is told. Returns `null` when there is no such connection.
   *
   * @param id - the id of its report
   */
  async watch(id: string, takeLine: JournalLineTaker): Promise<ConnectionWatch | null> {
    if (!this.#services.ids.has(id)) return null;
    const { connections } = this.#admission;
    const connection = [...connections].find((candidate) => candidate.id === id);
    return connection ? this.#recordings.watch(connection, takeLine) : null;
  }

  /**
   * Starts to listen. Rejects with the system's error (`EADDRINUSE`, `EACCES`, …) when it can't.
   *
   * @throws {Error} after {@link close}: make a new node
   */
  listen(): Promise<AddressInfo> {
    if (this.#isClosing) throw new Error("The node is closed: make a new one.");
    this.#listening = this.#listen();
    return this.#listening;
  }

  async #listen(): Promise<AddressInfo> {
    try {
      await this.#hooks.started();
      return await this.#transports.listen((transport) => this.#accept(transport));
    } catch (error) {
      await this.#hooks.stopped();
      throw error;
    }
  }

  /**
   * The address that it listens on, the port chosen by the system included.
   *
   * @throws {Error} while it does not listen
   */
  address(): AddressInfo {
    const address = this.#transports.address();
    if (address === null) throw new Error("The node does not listen: call listen() first.");
    return address;
  }

  /**
   * Stops accepting, sends every user `Server is shutting down`, writes the messages that wait for them, and closes. A
   * second call waits for the first.
   */
  close(options: CloseOptions = {}): Promise<void> {
    const { graceMs } = checkCloseOptions(options);
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  /** Closes as `close()` without options does. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    await this.#listening?.catch(() => undefined);
    const allGone = this.#transports.close();
    for (const connection of this.#admission.connections) connection.shutDown();
    const graceTimer = setTimeout(() => this.#admission.cutOffAll(), graceMs);
    await allGone;
    clearTimeout(graceTimer);
    // The last transport may be gone before its connection learns of it.
    this.#admission.cutOffAll();
    clearConnectionServices(this.#services);
    this.#services.dispatcher.close();
    this.#counts.close();
    await this.#services.backplane.close();
    await this.#hooks.stopped();
    await this.#recordings.close();
    this.#sampledLogger?.endWindow();
  }

  #accept(transport: Transport): void {
    const connection = new Connection(transport, this.#services);
    this.#recordings.opened(connection);
    transport.open(connection);
    this.#admission.admit(connection);
  }

  #createTcpServer({
    host = "0.0.0.0",
    port = PORT,
    reusePort = false,
    sharedReadBuffer = true,
  }: ChatNodeOptions): TcpServer {
    return new TcpServer({
      host,
      port,
      backlog: LISTEN_BACKLOG,
      reusePort,
      keepAliveDelayMs: KEEP_ALIVE_DELAY_MS,
      sharesReadBuffer: sharedReadBuffer,
      onError: ({ message }) => this.#logger.error({ event: "server-error", error: message }, message),
    });
  }

  #createServices(options: ChatNodeOptions & { readonly backplane: Backplane }): ConnectionServices {
    const { backplane } = options;
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
        filter: this.#hooks.filter,
      }),
      admit: this.#hooks.admit,
      observer: this.#createObserver(),
      trustedProxies: new Networks(options.trustedProxies ?? [], "trustedProxies"),
      admission: this.#admission,
      logger: this.#logger,
    });
  }

  /** Makes the observer that logs what happens to connections, and emits the events of this node. */
  #createObserver(): ConnectionObserver {
    const log = new ConnectionLog(this.#logger, (to) => adviseReceiver(to, this.#services.receivers)?.mistake);
    return {
      addressed: (connection) => this.#admission.admitAddress(connection),
      named: (connection, { user }) => this.#recordings.named(connection, user),
      joined: (user, connection) => {
        const { name, ip } = user;
        this.#counts.joins += 1;
        log.joined(user, connection);
        this.#hooks.joined(user);
        this.emit("join", { name, ip });
        return this.#recordings.noticeFor(user);
      },
      left: (user, reason, connection) => {
        const { name, ip } = user;
        this.#counts.left(reason);
        log.left(user, reason, connection);
        this.#hooks.left(user, reason);
        this.emit("leave", { name, ip, reason });
      },
      received: (user, received) => {
        this.#recordings.received(user, received);
        const { name, ip } = user;
        if (this.listenerCount("message") > 0) this.emit("message", { name, ip, message: received.message });
      },
      troubled: (user, trouble, count, connection) => {
        this.#recordings.troubled(user, trouble);
        log.troubled(user, trouble, count, connection);
      },
      claimFailed: (user, error) => log.claimFailed(user, error),
      undelivered: (receiverName, unwritten) => this.#notifySenders(receiverName, unwritten),
      refused: (connection, refusal) => {
        this.#counts.refusedConnections += 1;
        this.#admission.refused(connection);
        this.#recordings.refused(connection, refusal.text);
        log.refused(connection, refusal);
        this.emit("refused", { ip: connection.ip, text: refusal.text });
      },
      closed: (connection, reason, unwritten) => {
        const { ip, userName: name } = connection;
        this.#admission.closed(connection);
        this.#recordings.closed(connection, reason);
        if (name !== null) this.#notifySenders(name, unwritten);
        log.closed(connection, reason);
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
