import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { displayText, PORT, QUIET_TIME_MS, type ReceivedMessage, UNFRAMED_WRITE_GAP_MS } from "@chat/protocol";
import { LocalBackplane } from "./backplane/local-backplane.ts";
import type { ChatNodeEvents } from "./chat-node-events.ts";
import { Budget } from "./connection/budget.ts";
import { Connection } from "./connection/connection.ts";
import { type ConnectionLimiter, LocalConnectionLimiter } from "./connection/connection-limiter.ts";
import type { ConnectionObserver, ConnectionServices } from "./connection/connection-services.ts";
import { DisconnectReason } from "./connection/disconnect-reason.ts";
import { FlushQueue } from "./connection/flush-queue.ts";
import type { HandshakeStage } from "./connection/handshake.ts";
import type { InboundStream } from "./connection/inbound-stream.ts";
import { findLargestShare } from "./connection/largest-share.ts";
import { NamelessConnections } from "./connection/nameless-connections.ts";
import type { Outbox } from "./connection/outbox.ts";
import { RateTable } from "./connection/rate-table.ts";
import { SharedReadBuffer } from "./connection/shared-read-buffer.ts";
import { ShoutBudget } from "./connection/shout-budget.ts";
import { attachConnection, receiveInto } from "./connection/socket-events.ts";
import type { Sender } from "./delivery/user.ts";
import { Dispatcher } from "./dispatch/dispatcher.ts";
import { standardEndpoints } from "./endpoints/index.ts";
import {
  BLOCKED_SWEEP_MS,
  KEEP_ALIVE_DELAY_MS,
  LEAVE_TIMEOUT_MS,
  LINGER_MS,
  LISTEN_BACKLOG,
  MAX_READ_AHEAD_BYTES,
  resolveLimits,
  type ServerLimits,
} from "./limits.ts";
import { type Logger, silentLogger } from "./logger.ts";
import type { ChatNodeOptions, CloseOptions } from "./options.ts";
import { SampledLogger } from "./sampled-logger.ts";
import { DeadlineQueue } from "./timing/deadline-queue.ts";
import { SliceQueue } from "./timing/slice-queue.ts";
import { Sweep } from "./timing/sweep.ts";
import { TrustedProxies } from "./trusted-proxies.ts";

/** Makes a chat server that is one event loop. It does nothing until `listen()`.
 *
 * @throws {RangeError} for an option out of range; the message says which, and what is allowed.
 */
export function createChatNode(options: ChatNodeOptions = {}): ChatNode {
  return new ChatNode(options);
}

/** A chat server: listens, makes a {@link Connection} of each socket, and wires up what connections share. */
export class ChatNode extends EventEmitter<ChatNodeEvents> implements AsyncDisposable {
  /** Event loops that serve users. */
  readonly threadCount = 1;
  /** The limits in force, defaults filled in. */
  readonly limits: ServerLimits;
  readonly #host: string;
  readonly #port: number;
  readonly #reusePort: boolean;
  readonly #logger: Logger;
  /** Set when the log is this node's alone. What many threads write is sampled once, by their pool. */
  readonly #sampledLogger: SampledLogger | null;
  readonly #server: Server;
  readonly #services: ConnectionServices;
  readonly #connections = new Set<Connection>();
  readonly #limiter: ConnectionLimiter;
  /** Refused connections that were told why and are not gone yet, the oldest first. */
  readonly #refused = new Set<Connection>();
  readonly #sharesReadBuffer: boolean;
  #sharedReadBuffer: SharedReadBuffer | null = null;
  #listening: Promise<AddressInfo> | null = null;
  #closed: Promise<void> | null = null;
  #isClosing = false;

  /** @param places - where connections find one, when this node is but a part of a server */
  constructor(options: ChatNodeOptions, places?: ConnectionLimiter) {
    super();
    this.limits = resolveLimits(options.limits ?? {});
    this.#limiter = places ?? new LocalConnectionLimiter(this.limits);
    this.#host = options.host ?? "0.0.0.0";
    this.#port = options.port ?? PORT;
    this.#reusePort = options.reusePort ?? false;
    const logger = options.logger ?? silentLogger;
    this.#sampledLogger = places ? null : new SampledLogger(logger);
    this.#logger = this.#sampledLogger ?? logger;
    this.#sharesReadBuffer = options.sharedReadBuffer ?? true;
    this.#services = this.#createServices(options);
    this.#server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
    });
    this.#server.on("connection", (socket) => this.#accept(socket));
  }

  /** Users online. */
  get userCount(): number {
    return this.#services.backplane.userCount;
  }

  /** Connections, those included that have no name yet. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Starts to listen. Rejects with the system's error (`EADDRINUSE`, `EACCES`, …) when that can't be. */
  listen(): Promise<AddressInfo> {
    if (this.#isClosing) throw new Error("The node is closed: make a new one.");
    this.#listening = this.#listen();
    return this.#listening;
  }

  async #listen(): Promise<AddressInfo> {
    if (this.#sharesReadBuffer) this.#sharedReadBuffer = await SharedReadBuffer.create(receiveInto);
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
   * Stops accepting, tells every user `Server is shutting down`, writes what waits for them, and closes. A second call
   * waits for the first.
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
    for (const connection of this.#connections) connection.shutDown();
    const graceTimer = setTimeout(() => this.#cutOffAll(), graceMs);
    await allGone;
    clearTimeout(graceTimer);
    // The listening socket may close before the last of its connections has said so.
    this.#cutOffAll();
    for (const part of Object.values(this.#services)) if (isClearable(part)) part.clear();
    this.#services.dispatcher.close();
    await this.#services.backplane.close();
    this.#sampledLogger?.endWindow();
  }

  #cutOffAll(): void {
    for (const connection of [...this.#connections, ...this.#refused]) connection.cutOff(DisconnectReason.ShuttingDown);
  }

  #accept(socket: Socket): void {
    const connection = new Connection(socket, this.#services);
    attachConnection(socket, connection, this.#sharedReadBuffer);
    const full = this.#takePlace(connection);
    if (full !== null) return connection.refuseOverLimit(full);
    this.#connections.add(connection);
    connection.admitted();
    if (!connection.awaitsProxy) this.#countForAddress(connection);
  }

  /** Takes a place, if need be that of a connection without a name. */
  #takePlace(connection: Connection): string | null {
    const full = this.#limiter.admit(connection);
    if (full === null) return null;
    if (this.#limiter.noteFull()) this.#warnOfFull();
    return this.#services.nameless.makeRoom() ? this.#limiter.admit(connection) : full;
  }

  #countForAddress(connection: Connection): void {
    const full = this.#limiter.admitAddress(connection);
    if (full !== null) connection.refuseOverLimit(full);
  }

  /** Warns the operator of the address that holds most connections: the server may be too small, or somebody may take them on purpose. */
  #warnOfFull(): void {
    const { loops } = this.#limiter;
    const { network, connections, nameless } = findLargestShare(this.#connections);
    const fields = { event: "server-full", ip: network, connections, nameless };
    const counted = loops > 1 ? ` (counted on one of ${loops} threads)` : "";
    const share = `${network} has the most, ${connections}, of which ${nameless} have told no name${counted}`;
    this.#logger.warn(fields, `all ${this.limits.maxConnections} places are taken: ${share}`);
  }

  // ── What connections tell ─────────────────────────────────────────────────────────────────────────────────────────

  #createObserver(): ConnectionObserver {
    return {
      addressed: (connection) => this.#countForAddress(connection),
      joined: (connection) => this.#noteJoined(connection),
      left: (connection, reason) => this.#noteLeft(connection, reason),
      received: (connection, message) => this.#noteReceived(connection, message),
      undelivered: ({ userName }, unwritten) => this.#tellSenders(userName, unwritten),
      refused: (connection, text) => this.#noteRefused(connection, text),
      closed: (connection, reason, unwritten) => this.#noteClosed(connection, reason, unwritten),
      failed: (connection, error) => this.#noteFailed(connection, error),
    };
  }

  #noteJoined({ user: { name, ip } }: Connection): void {
    this.#logger.info({ event: "join", name, ip }, `${displayText(name)} joined from ${ip}`);
    this.emit("join", { name, ip });
  }

  #noteLeft({ user: { name, ip } }: Connection, reason: DisconnectReason): void {
    this.#logger.info({ event: "leave", name, ip, reason }, `${displayText(name)} left (${reason})`);
    this.emit("leave", { name, ip, reason });
  }

  #noteReceived({ user: { name, ip } }: Connection, received: ReceivedMessage): void {
    if (this.listenerCount("message") > 0) this.emit("message", { name, ip, message: received.message });
  }

  #noteRefused(connection: Connection, text: string): void {
    const { ip, isSilent } = connection;
    this.#release(connection);
    this.#refused.add(connection);
    if (this.#refused.size > this.#limiter.lingering) {
      const [oldest] = this.#refused;
      oldest?.cutOff(DisconnectReason.Refused);
    }
    const shown = displayText(text);
    this.#logger[isSilent ? "debug" : "info"]({ event: "refused", ip, text: shown }, `refused ${ip}: ${shown}`);
    this.emit("refused", { ip, text });
  }

  #noteClosed(connection: Connection, reason: DisconnectReason, unwritten: ReadonlyMap<Sender, number>): void {
    const { ip, userName: name } = connection;
    this.#release(connection);
    this.#refused.delete(connection);
    this.#tellSenders(name, unwritten);
    this.#logger.debug({ event: "closed", name, ip, reason }, `connection from ${ip} closed (${reason})`);
    this.emit("closed", { name, ip, reason });
  }

  #noteFailed({ ip }: Connection, error: unknown): void {
    const text = displayText(String(error));
    this.#logger.error({ event: "claim-failed", ip, error: text }, `a name could not be claimed: ${text}`);
  }

  /** A receiver has gone with messages unwritten: each sender is told once. A server that closes tells nobody [C-72]. */
  #tellSenders(receiverName: string | null, unwritten: ReadonlyMap<Sender, number>): void {
    if (receiverName === null || this.#isClosing) return;
    for (const [sender, count] of unwritten) sender.undeliverable(receiverName, count);
  }

  #release(connection: Connection): void {
    if (this.#connections.delete(connection)) this.#limiter.release(connection);
  }

  // ── What connections share ────────────────────────────────────────────────────────────────────────────────────────

  #createServices(options: ChatNodeOptions): ConnectionServices {
    const { limits } = this;
    const backplane = options.backplane ?? new LocalBackplane();
    const turns = new SliceQueue<InboundStream>((intake) => intake.visit());
    const paced = new SliceQueue<Outbox>((outbox) => outbox.flush());
    return {
      limits,
      allowLookAlikes: options.allowLookAlikes ?? false,
      backplane,
      observer: this.#createObserver(),
      dispatcher: new Dispatcher({
        backplane,
        endpoints: [...standardEndpoints, ...(options.endpoints ?? [])],
        clock: options.clock ?? { now: () => new Date() },
        logger: this.#logger,
        endpointTimeoutMs: limits.endpointTimeoutMs,
      }),
      flushQueue: new FlushQueue(),
      pacer: new Sweep<Outbox>(UNFRAMED_WRITE_GAP_MS, (outbox) => paced.add(outbox)),
      paced,
      blocked: new Sweep<InboundStream>(BLOCKED_SWEEP_MS, (intake) => turns.add(intake)),
      turns,
      quiet: new DeadlineQueue<HandshakeStage>(QUIET_TIME_MS, (handshake) => handshake.quietTimePassed()),
      handshakes: new DeadlineQueue<HandshakeStage>(limits.handshakeTimeoutMs, (handshake) =>
        handshake.timedOut(limits.handshakeTimeoutMs),
      ),
      nameless: new NamelessConnections(limits, () => this.#limiter.taken),
      trustedProxies: new TrustedProxies(options.trustedProxies ?? []),
      incomplete: new DeadlineQueue<InboundStream>(limits.incompleteMessageTimeoutMs, (intake) => intake.expire()),
      stalled: new DeadlineQueue<Outbox>(limits.outboxStallTimeoutMs, (outbox) => outbox.stall()),
      leaving: new DeadlineQueue<Connection>(LEAVE_TIMEOUT_MS, (connection) => connection.leaveTimedOut()),
      lingering: new DeadlineQueue<Connection>(LINGER_MS, (connection) => connection.cutOff(DisconnectReason.Left)),
      rates: new RateTable(limits),
      shoutBudget: new ShoutBudget(limits),
      outboxBudget: new Budget(limits.maxAllOutboxBytes, () => this.#relieveOutboxes()),
      unreadBudget: new Budget(MAX_READ_AHEAD_BYTES, () => undefined),
      inputBudget: new Budget(limits.maxAllIncompleteBytes, () => this.#relieveInputs()),
    };
  }

  /** Makes room in the memory of all outboxes: offers what waits, then ends those who hold most and did not take it. */
  #relieveOutboxes(): void {
    const { outboxBudget } = this.#services;
    for (const connection of this.#connections) connection.offer();
    const limit = `maxAllOutboxBytes (${this.limits.maxAllOutboxBytes} bytes)`;
    while (outboxBudget.isExceeded) {
      const largest = findLargest(this.#connections, ({ isStuck, outboxBytes }) => (isStuck ? outboxBytes : 0));
      if (!largest) return;
      const fields = { event: "out-of-memory", ip: largest.ip, name: largest.userName, limit: "maxAllOutboxBytes" };
      this.#logger.warn(fields, `${limit} is used up: the slowest reader goes`);
      largest.hangUpOnReader(DisconnectReason.OutOfMemory, `all that waits for slow readers passed ${limit}`);
    }
  }

  #relieveInputs(): void {
    const { inputBudget } = this.#services;
    const limit = `maxAllIncompleteBytes (${this.limits.maxAllIncompleteBytes} bytes)`;
    while (inputBudget.isExceeded) {
      const largest = findLargest(this.#connections, (connection) => connection.inputBytes);
      if (!largest) return;
      const fields = { event: "out-of-memory", ip: largest.ip, name: largest.userName, limit: "maxAllIncompleteBytes" };
      this.#logger.warn(fields, `${limit} is used up: the largest message goes`);
      largest.hangUp(DisconnectReason.OutOfMemory, `all incomplete messages together passed ${limit}`);
    }
  }
}

/** Part of what connections share that has items waiting for their time. */
function isClearable(part: unknown): part is { clear(): void } {
  return typeof part === "object" && part !== null && "clear" in part;
}

/** Returns the connection that has most, or `null` when none has any. */
function findLargest(
  connections: Iterable<Connection>,
  bytesOf: (connection: Connection) => number,
): Connection | null {
  let largest: Connection | null = null;
  let most = 0;
  for (const connection of connections) {
    const bytes = bytesOf(connection);
    if (bytes > most) [largest, most] = [connection, bytes];
  }
  return largest;
}
