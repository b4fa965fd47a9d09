import { type ForkedReader, MessageReader, serverTexts } from "@chat/protocol";
import { serverLine } from "../delivery/line.ts";
import type { Sender, User } from "../delivery/user.ts";
import { MAX_LINGER_BYTES } from "../limits.ts";
import { formatPeerAddress } from "../peer-address.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { Transport, TransportListener } from "../transport/transport.ts";
import type { LimitedConnection } from "./connection-limiter.ts";
import type { ConnectionIds, ConnectionReport } from "./connection-report.ts";
import type { ConnectionTap } from "./connection-tap.ts";
import { Counter } from "./counter-table.ts";
import { DisconnectReason } from "./disconnect-reason.ts";
import { type HandshakeListener, type HandshakeServices, type NamedPeer, ServerHandshake } from "./handshake.ts";
import type { InboundListener } from "./inbound-listener.ts";
import { InboundStream } from "./inbound-stream.ts";
import { Outbox, type OutboxListener, type OutboxServices } from "./outbox.ts";
import { Participant, type ParticipantServices } from "./participant.ts";
import type { ParticipantListener } from "./participant-listener.ts";
import type { ClientAddress } from "./proxy-header.ts";
import type { Refusal } from "./refusal.ts";
import type { UserObserver } from "./user-observer.ts";

/** The parts that all connections of an event loop share. */
export interface ConnectionServices extends HandshakeServices, ParticipantServices, OutboxServices {
  readonly observer: ConnectionObserver;
  readonly ids: ConnectionIds;
  /** Ends the reading from peers that were sent their last words. */
  readonly lingering: DeadlineQueue<Connection>;
}

/** The observer of all connections of an event loop. */
export interface ConnectionObserver extends UserObserver {
  /** The address of the connection's client is known: a trusted proxy has named it, or there is none. */
  addressed(connection: Connection): void;
  /** The peer has sent its name; whether it gets it is decided next. */
  named(connection: Connection, peer: NamedPeer): void;
  /** Messages to this user may not arrive: each sender has to learn its number. */
  undelivered(receiverName: string, unwritten: ReadonlyMap<Sender, number>): void;
  refused(connection: Connection, refusal: Refusal): void;
  closed(connection: Connection, reason: DisconnectReason, unwritten: ReadonlyMap<Sender, number>): void;
}

/** The stage of last words. They are on their way, and bytes that still come are thrown away so that the peer can read them. */
interface Closing {
  readonly kind: "closing";
  readonly user: User | null;
  readonly endsBecause: DisconnectReason;
  thrownAwayBytes: number;
}

interface Closed {
  readonly kind: "closed";
  readonly user: User | null;
  readonly endsBecause: DisconnectReason;
}

/** The stages of a connection, in this order. One that is cut off skips those in between. */
type Stage = ServerHandshake | Participant | Closing | Closed;

/** One peer, from its coming to the close. */
export class Connection
  implements TransportListener, HandshakeListener, ParticipantListener, OutboxListener, LimitedConnection
{
  readonly outbox: Outbox;
  /** Its row in the table of counters. */
  readonly counterRow: number;
  /** Set while the connection is recorded. */
  tap: ConnectionTap | null = null;
  readonly #number: number;
  readonly #transport: Transport;
  readonly #services: ConnectionServices;
  #ip: string;
  #port: number;
  #stage: Stage;

  constructor(transport: Transport, services: ConnectionServices) {
    this.#ip = formatPeerAddress(transport.remoteAddress);
    this.#port = transport.remotePort ?? 0;
    this.counterRow = services.counters.open(performance.now());
    this.#number = services.ids.next();
    this.#transport = transport;
    this.#services = services;
    this.outbox = new Outbox(transport, this, services);
    this.#stage = new ServerHandshake(this.#ip, this, services);
  }

  /** The address of the peer, or of the client for which a trusted proxy connects. */
  get ip(): string {
    return this.#ip;
  }

  /** Tells it apart from all other connections of the chat, earlier ones too. */
  get id(): string {
    return this.#services.ids.write(this.#number);
  }

  /** The port of the peer, or of that client; 0 when it is not known. */
  get port(): number {
    return this.#port;
  }

  /** True until the peer has sent its name. */
  get isNameless(): boolean {
    return this.#stage.kind === "handshake";
  }

  /** The user; `null` as long as there is none. */
  get user(): User | null {
    return this.#stage.user;
  }

  /** The user's name, or `null` as long as there is none. */
  get userName(): string | null {
    return this.#stage.user?.name ?? null;
  }

  /** True when the client has sent nothing yet. */
  get isUntouched(): boolean {
    return this.#stage.kind === "handshake" && this.#stage.isUntouched;
  }

  /** Bytes held in memory of messages that the peer has sent and not completed. */
  get inputBytes(): number {
    const stage = this.#stage;
    return stage.kind === "participant" || stage.kind === "handshake" ? stage.heldBytes : 0;
  }

  /** True when nothing but its last words is written to it. */
  get isEnding(): boolean {
    return this.#stage.kind === "closing" || this.#stage.kind === "closed";
  }

  /** True when the connection is over: its counters may be another's by now. */
  get isGone(): boolean {
    return this.#stage.kind === "closed";
  }

  /** Returns what is known of the connection, up to the moment when it is gone. */
  report(): ConnectionReport {
    return {
      id: this.id,
      name: this.userName,
      ip: this.#ip,
      port: this.#port,
      ...this.#services.counters.read(this.counterRow, performance.now()),
      waitingMessages: this.outbox.queuedMessages,
      waitingBytes: this.outbox.queuedBytes,
      unclosedBytes: this.#stage.kind === "participant" ? this.#stage.unclosedBytes : 0,
    };
  }

  /** Makes a reader that goes on with the client's messages by itself; `null` when none are read now. */
  forkReader(): ForkedReader | null {
    const stage = this.#stage;
    if (stage.kind === "participant") return stage.inbound.fork();
    return stage.kind === "handshake" ? stage.fork() : null;
  }

  receive(chunk: Uint8Array): void {
    const stage = this.#stage;
    if (stage.kind === "closed") return;
    this.tap?.read(chunk);
    this.#services.counters.add(this.counterRow, Counter.BytesIn, chunk.length);
    if (stage.kind === "participant") stage.inbound.receive(chunk);
    else if (stage.kind === "handshake") stage.receive(chunk);
    else this.#throwAway(chunk, stage);
  }

  inputEnded(): void {
    this.tap?.ended("client");
    const stage = this.#stage;
    if (stage.kind === "handshake" || stage.kind === "participant") stage.inputEnded();
  }

  outputTaken(): void {
    this.outbox.outputTaken();
  }

  outputEnded(): void {
    if (this.#stage.kind !== "closing") return;
    this.linger();
    this.#transport.resume();
  }

  closed(hadError: boolean): void {
    this.tap?.closed(hadError);
    this.#finish(hadError ? DisconnectReason.Lost : DisconnectReason.Left);
  }

  /** Notes that the connection limiter has admitted the connection. */
  admitted(): void {
    const stage = this.#stage;
    if (stage.kind !== "handshake") return;
    stage.admitted();
    if (!stage.awaitsProxy) this.#services.observer.addressed(this);
  }

  addressed(client: ClientAddress | null): void {
    this.#ip = client?.ip ?? this.#ip;
    this.#port = client?.port ?? this.#port;
    this.#services.observer.addressed(this);
  }

  createInbound(listener: InboundListener, offset: number): InboundStream {
    const { maxMessageBytes } = this.#services.limits;
    const reader = new MessageReader({ maxMessageBytes, offset });
    return new InboundStream(this.#transport, listener, this.#services, reader, this.counterRow);
  }

  named(peer: NamedPeer): void {
    const participant = new Participant(peer, this.outbox, this, this.#services);
    this.#stage = participant;
    if (peer.rest.length > 0) participant.inbound.receive(peer.rest);
    // The bytes may have been too many for the memory of all input.
    if (this.isGone) return;
    this.#services.observer.named(this, peer);
    participant.claim(peer);
  }

  refused(refusal: Refusal): void {
    this.outbox.append(refusal.rawText ?? serverLine(null, refusal.text), null);
    // The line may have been one too many for the memory of all outboxes.
    if (this.#stage.kind === "closed") return;
    this.close(DisconnectReason.Refused);
    this.#services.observer.refused(this, refusal);
  }

  /** Refuses a connection for which the server has no room, before it has a user. */
  refuseOverLimit(limit: string): void {
    const { kind } = this.#stage;
    const isNewcomer = kind === "handshake" || (kind === "participant" && !this.#answeredUser());
    if (isNewcomer) this.refused({ text: serverTexts.serverFull.write(limit) });
  }

  outboxMoved(): void {
    if (this.#stage.kind === "participant") this.#stage.advance();
  }

  linger(): void {
    this.#services.lingering.add(this);
  }

  /** Says goodbye for the server: the outbox is still written. */
  shutDown(): void {
    if (this.#stage.kind === "closing") return;
    const user = this.#answeredUser();
    if (!user) return this.cutOff(DisconnectReason.ShuttingDown);
    this.outbox.append(serverLine(user, serverTexts.shuttingDown.write()), null);
    this.close(DisconnectReason.ShuttingDown);
  }

  /** Ends the connection for an operator, whose reason is in its last words [C-76]. */
  remove(reason: string): void {
    const stage = this.#stage;
    const text = serverTexts.removedByOperator.write(reason);
    const user = this.#answeredUser();
    if (user) {
      this.outbox.append(serverLine(user, text), null);
      this.close(DisconnectReason.Removed);
    } else if (stage.kind === "handshake" || stage.kind === "participant") this.refused({ text });
  }

  /**
   * Writes a notice to the user, as soon as the client can't take it for an answer [C-73]. Returns `false` when nobody reads
   * it, or too much waits already.
   */
  tell(text: string): boolean {
    return this.#stage.kind === "participant" && this.#stage.tell(text);
  }

  hangUp(reason: DisconnectReason, text: string): void {
    const user = this.#answeredUser();
    if (!user) return this.cutOff(reason);
    this.outbox.append(serverLine(user, serverTexts.disconnected.write(text)), null);
    this.close(reason);
  }

  /**
   * Ends the connection of a peer that does not read, with a word on why if bytes still reach it. The messages that wait are
   * dropped, and their senders learn it now.
   */
  hangUpOnReader(reason: DisconnectReason, text: string): void {
    const user = this.#answeredUser();
    if (user) this.#services.observer.undelivered(user.name, this.outbox.dropWaiting());
    this.hangUp(reason, text);
  }

  /** Ends the connection at once. The senders of messages that were not written learn it. */
  cutOff(reason: DisconnectReason): void {
    this.#finish(reason);
    this.#transport.destroy();
  }

  close(reason: DisconnectReason): void {
    const stage = this.#stage;
    if (stage.kind === "closing" || stage.kind === "closed") return;
    this.#stage = {
      kind: "closing",
      user: this.#answeredUser(),
      endsBecause: stage.endsBecause ?? reason,
      thrownAwayBytes: 0,
    };
    stage.stop(reason);
    this.outbox.end();
  }

  /** The user who reads our answers: there is none before the welcome, and none after the last words. */
  #answeredUser(): User | null {
    const stage = this.#stage;
    return stage.kind === "participant" && stage.isAnswering ? stage.user : null;
  }

  #finish(otherReason: DisconnectReason): void {
    const stage = this.#stage;
    if (stage.kind === "closed") return;
    const reason = stage.endsBecause ?? otherReason;
    this.#stage = { kind: "closed", user: stage.user, endsBecause: reason };
    this.#services.lingering.delete(this);
    const unwritten = this.outbox.discard();
    if (stage.kind !== "closing") stage.stop(reason);
    this.#services.observer.closed(this, reason, unwritten);
    this.#services.counters.close(this.counterRow);
  }

  #throwAway(chunk: Uint8Array, stage: Closing): void {
    // As long as our last words are on their way, only the stall timeout ends the connection: they would be lost.
    if (!this.#transport.isOutputEnded) return;
    stage.thrownAwayBytes += chunk.length;
    if (stage.thrownAwayBytes > MAX_LINGER_BYTES) this.cutOff(DisconnectReason.Refused);
  }
}
