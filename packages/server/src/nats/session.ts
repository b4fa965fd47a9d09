import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { displayText } from "@chat/protocol";
import type { NatsConnection } from "@nats-io/transport-node";
import type { ClaimOutcome, Mailbox } from "../backplane/backplane.ts";
import type { LinkBatch } from "../backplane/link-batch.ts";
import type { LocalMember, RemoteMember } from "../backplane/members.ts";
import type { PeerLinkHandler } from "../backplane/peer-link.ts";
import { DeliveryOutcome, type LocalOutcome } from "../delivery/delivery-outcome.ts";
import type { Sender, User } from "../delivery/user.ts";
import type { Logger } from "../logger.ts";
import type { Envelope, ShoutEnvelope } from "./envelope.ts";
import { Exchange, type ExchangeListener } from "./exchange.ts";
import { Heartbeat } from "./heartbeat.ts";
import { type ClaimOptions, NameClaims } from "./name-claims.ts";
import { NameRecords, nodeKey, type RegistryNews } from "./name-records.ts";
import { type Carrier, NodeLink } from "./node-link.ts";
import { type LiveNode, type NameEntry, Presence, type PresenceListener } from "./presence.ts";
import { SharedWork } from "./shared-work.ts";
import { CHECK_MS, NODE_TIMEOUT_MS, RETRY_MAX_MS, START_TIMEOUT_MS } from "./timing.ts";
import { Tombstones } from "./tombstones.ts";

/** Whose session it is: the node's side that outlives it. */
export interface SessionListener extends Pick<PeerLinkHandler, "receiveForAll"> {
  readonly namespace: string;
  readonly nodeName: string;
  readonly logger: Logger;
  /** Earlier sessions of this node, as long as the records may have something of theirs. */
  readonly formerSessions: Set<string>;
  findLocal(key: string): LocalMember | undefined;
  findFormer(key: string): NameEntry | undefined;
  /** A direct message for this member comes next: what was sent before has to be in its mailbox. */
  receiving(member: LocalMember): void;
  /** So many shouts of another node were lost on their way. */
  shoutsLost(count: number): void;
  /** The records have a name for this node that none of its users has: a claim that was thought to have failed. */
  findsStray(key: string): void;
  /** A name that a user of this node had is somebody else's, or nobody's. */
  nameLost(member: LocalMember): void;
}

/** In this order. */
type State = "starting" | "ready" | "over";

/**
 * One unbroken connection of this node to the broker. Nothing outlives it: when the connection breaks, or the log does not
 * show in time that this node lives, the session is over, and the next one begins from nothing but the node's own users.
 * So there is one way back, whatever has happened.
 */
export class Session implements PresenceListener, ExchangeListener, Carrier {
  /** What the node is called for so long: nobody else ever was. */
  readonly session: string;
  readonly presence: Presence;
  /** Resolves with the reason when it is over. */
  readonly over: Promise<string>;
  readonly #owner: SessionListener;
  readonly #connection: NatsConnection;
  readonly #records: NameRecords;
  readonly #exchange: Exchange;
  readonly #names: NameClaims;
  readonly #tombstones: Tombstones;
  readonly #work: SharedWork;
  readonly #heartbeat: Heartbeat;
  readonly #links = new Map<string, NodeLink>();
  /** Sessions that this one is about to take out of the records. */
  readonly #takenOut = new Set<string>();
  /** Number of the last shout of each session. */
  readonly #lastShouts = new Map<string, number>();
  /** What is being tried, to be given up with the session. */
  readonly #attempts = new Set<(reason: Error) => void>();
  readonly #checks: NodeJS.Timeout;
  readonly #startedAt = performance.now();
  #shoutCount = 0;
  #state: State = "starting";
  #tellOver: (reason: string) => void = () => undefined;

  constructor(connection: NatsConnection, owner: SessionListener) {
    this.#owner = owner;
    this.#connection = connection;
    this.session = randomBytes(12).toString("base64url");
    this.over = new Promise((resolve) => {
      this.#tellOver = resolve;
    });
    this.#records = new NameRecords(connection, `chat-${owner.namespace}`);
    this.presence = new Presence(this);
    this.#names = new NameClaims(this.#records, this.presence, this.session, owner.formerSessions);
    this.#work = new SharedWork(this.session);
    this.#tombstones = new Tombstones((revision) => this.#records.erase(revision));
    this.#heartbeat = new Heartbeat(this.#records, this.session, { node: owner.nodeName });
    this.#exchange = new Exchange(connection, owner.namespace, this);
    this.#checks = setInterval(() => this.#check(), CHECK_MS);
    this.#watchPermissions();
    connection.closed().then((error) => this.end(error ? describe(error) : "the connection was closed"));
  }

  /** Whether this node may speak to others now. It may not any more when it has been out of touch for too long. */
  get canExchange(): boolean {
    return this.#state === "ready" && this.#heartbeat.isFresh;
  }

  get #isOver(): boolean {
    return this.#state === "over";
  }

  /** Makes the node known, and reads the log up to there. None of its users has a name by this session yet. */
  async begin(): Promise<void> {
    try {
      await this.#whileAlive(async () => {
        await this.#records.open();
        await this.#exchange.open();
        this.#records
          .watch((news) => this.#hear(news))
          .then(
            () => this.end("the log of names has ended"),
            (error: unknown) => this.end(describe(error)),
          );
        await this.presence.reached(await this.#heartbeat.start());
      });
    } catch (error) {
      this.end(describe(error));
      throw error;
    }
  }

  /** Begins to speak to others. Before, every name of this node was claimed again, or lost. */
  async open(): Promise<void> {
    await this.#whileAlive(() => this.#heartbeat.fresh());
    if (this.#state !== "starting") throw new Error(await this.over);
    this.#state = "ready";
    this.#exchange.drain();
    for (const node of this.presence.nodes()) if (this.#owner.formerSessions.has(node.session)) this.#takeOut(node);
    for (const session of this.#owner.formerSessions) {
      if (!this.presence.isLive(session)) this.#owner.formerSessions.delete(session);
    }
    this.namesAbandoned(this.presence.abandonedKeys());
    this.#names.settleUnknown().catch(ignore);
  }

  /** Leaves in peace: what became of messages is told, and the others know at once that this node is gone. */
  async leave(): Promise<void> {
    clearInterval(this.#checks);
    for (const link of this.#links.values()) link.flush();
    // Without the broker nobody can be told: the others will notice.
    await this.#whileAlive(() => this.#connection.flush().then(() => this.#heartbeat.stop())).catch(() => undefined);
    this.end("it was closed");
  }

  end(reason: string): void {
    if (this.#state === "over") return;
    this.#state = "over";
    clearInterval(this.#checks);
    for (const link of this.#links.values()) link.close();
    for (const giveUp of this.#attempts) giveUp(new Error(reason));
    this.#connection.close().catch(() => undefined);
    this.#tellOver(reason);
  }

  // ── Messages to other nodes ───────────────────────────────────────────────────────────────────────────────────────

  /** Sends a direct message off, or gives `false` when that is not possible now. */
  deliver(receiver: RemoteMember, line: string, sender: Mailbox): boolean {
    return this.canExchange && receiver.link.send(receiver, line, sender);
  }

  /** Sends a shout to all other nodes; gives the number of their users. */
  shout(line: string): number {
    if (!this.canExchange) return 0;
    // What was sent before the shout stays before it.
    for (const link of this.#links.values()) link.flush();
    this.#shoutCount += 1;
    this.#exchange.shout(this.#shoutCount, line);
    return this.presence.remoteCount;
  }

  carry(session: string, envelope: Omit<Envelope, "revision">): void {
    if (this.canExchange) this.#exchange.send(session, envelope);
  }

  split(batch: LinkBatch): Iterable<LinkBatch> {
    return this.#exchange.split(batch);
  }

  // ── Messages from other nodes ─────────────────────────────────────────────────────────────────────────────────────

  get receiveMode(): ExchangeListener["receiveMode"] {
    if (this.#state === "starting") return "holding";
    return this.canExchange ? "open" : "dropping";
  }

  get revision(): number {
    return this.presence.revision;
  }

  get meaningfulRevision(): number {
    return this.presence.meaningfulRevision;
  }

  received(session: string, envelope: Envelope): void {
    // Of one that was taken out, nothing counts any more: its names may be somebody else's.
    if (this.presence.isLive(session)) this.linkTo(session).open(envelope);
  }

  receivedShout(session: string, { number, line }: ShoutEnvelope): void {
    if (!this.presence.isLive(session)) return;
    const last = this.#lastShouts.get(session);
    this.#lastShouts.set(session, number);
    if (last !== undefined && number > last + 1) this.#owner.shoutsLost(number - last - 1);
    this.#owner.receiveForAll(line);
  }

  receive(receiverNumber: number, line: string, sender: Sender): LocalOutcome {
    const receiver = this.presence.findLocal(receiverNumber);
    // It may be cut off by a shout that it lacks.
    if (receiver) this.#owner.receiving(receiver);
    const member = this.presence.findLocal(receiverNumber);
    return member ? member.deliver(line, sender) : DeliveryOutcome.Gone;
  }

  receiveForAll(line: string): Promise<number> {
    return this.#owner.receiveForAll(line);
  }

  noResponders(session: string): void {
    this.#links.get(session)?.failAll();
  }

  subscriptionDenied(error: Error): void {
    this.end(describe(error));
  }

  receivedMalformed(subject: string, error: unknown): void {
    const reason = describe(error);
    this.#owner.logger.warn(
      { event: "protocol-error", subject, reason },
      `NATS: dropped a message to ${subject}: ${reason}`,
    );
  }

  backlogExceeded(): void {
    this.end("more has come from other nodes than this one can hold");
  }

  // ── NameClaims of this node ────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Claims a name for a user of this node, who has it as soon as the log shows it: {@link LocalMember.confirm} tells.
   * `claimed` is given a little later.
   */
  async claim(user: User, options: ClaimOptions = {}): Promise<ClaimOutcome["kind"]> {
    try {
      return await this.#whileAlive(async () => {
        const outcome = await this.#names.claim(user, options);
        if (outcome.kind === "claimed") await this.presence.reached(outcome.revision);
        return outcome.kind;
      });
    } catch {
      // It may be written all the same: should the log come to show it, it is given back.
      return "unavailable";
    }
  }

  /** Gives a name back that is written for this session, however often that takes. */
  async free(key: string): Promise<void> {
    while (!this.#isOver) {
      try {
        return await this.#whileAlive(() => this.#names.free(key));
      } catch {
        // Whoever waits for a place in the queue of names is not held up by a session that is over.
        if (!this.#isOver) await delay(RETRY_MAX_MS);
      }
    }
  }

  // ── NameClaims and nodes ───────────────────────────────────────────────────────────────────────────────────────────────

  findLocal(key: string): LocalMember | undefined {
    return this.#owner.findLocal(key);
  }

  findsStray(key: string): void {
    this.#owner.findsStray(key);
  }

  findFormer(key: string): NameEntry | undefined {
    return this.#owner.findFormer(key);
  }

  linkTo(session: string): NodeLink {
    let link = this.#links.get(session);
    if (!link) {
      link = new NodeLink(session, this);
      this.#links.set(session, link);
    }
    return link;
  }

  nodeCame({ session, node, revision }: LiveNode): void {
    this.#shareWork();
    if (session === this.session) return this.#heartbeat.seen(revision);
    if (this.#state !== "ready") return;
    this.#owner.logger.info({ event: "node-came", node, session }, `NATS: node ${displayText(node)} has come`);
  }

  nodeRewritten({ session, revision }: LiveNode): void {
    if (session === this.session) this.#heartbeat.seen(revision);
  }

  nodeLeft({ session, node }: LiveNode): void {
    if (session === this.session) return this.end("other nodes have not heard from this one for too long");
    if (this.#state === "ready" && !this.#owner.formerSessions.has(session)) {
      this.#owner.logger.info({ event: "node-left", node, session }, `NATS: node ${displayText(node)} has gone`);
    }
    this.#shareWork();
    this.#links.get(session)?.close();
    this.#links.delete(session);
    this.#lastShouts.delete(session);
    this.#takenOut.delete(session);
  }

  /** What is left over for now harms nobody: whoever wants such a name gets it, and a later session cleans up again. */
  namesAbandoned(keys: readonly string[]): void {
    if (this.#state !== "over")
      this.#names.cleanUp(keys.filter((_, number) => this.#work.isMine(number))).catch(ignore);
  }

  nameLost(member: LocalMember): void {
    this.#owner.nameLost(member);
  }

  #hear(news: RegistryNews): void {
    if (this.#state === "over") return;
    // When thousands leave at once a turn of the loop can take longer than the lease, and timers wait for its end.
    this.#heartbeat.beat().catch(ignore);
    this.presence.apply(news);
    if (news.value === null && this.#work.isMine(news.revision)) this.#tombstones.add(news.revision);
    this.#exchange.drain();
  }

  #shareWork(): void {
    this.#work.shareAmong([...this.presence.nodes()].map(({ session }) => session));
  }

  async #takeOut({ session, node, revision }: LiveNode): Promise<void> {
    if (this.#takenOut.has(session)) return;
    this.#takenOut.add(session);
    const isOwn = this.#owner.formerSessions.has(session);
    const fields = { event: "node-taken-out", node, session };
    if (!isOwn)
      this.#owner.logger.info(fields, `NATS: node ${displayText(node)} has not been heard of: it is taken out`);
    const isDone = await this.#records.delete(nodeKey(session), revision).catch(() => false);
    // It has just rewritten its key and lives, or it is not known whether it was deleted: the next look will tell.
    if (!isDone) this.#takenOut.delete(session);
  }

  // ── Now and then ──────────────────────────────────────────────────────────────────────────────────────────────────

  #check(): void {
    const now = performance.now();
    const isInTouch =
      this.#heartbeat.isFresh || (this.#state === "starting" && now - this.#startedAt < START_TIMEOUT_MS);
    if (!isInTouch) return this.end("the broker has not shown for too long that this node lives");
    this.#heartbeat.beat().catch(ignore);
    this.#tombstones.sweep().catch(ignore);
    if (this.#state !== "ready") return;
    this.#exchange.dropOverdue(now);
    for (const link of this.#links.values()) link.check(now);
    for (const node of this.presence.nodes()) {
      if (node.session !== this.session && now - node.seenAt >= NODE_TIMEOUT_MS) this.#takeOut(node);
    }
  }

  /** What a node may not do is told by the way. One that is half deaf or half dumb would be worse than none. */
  async #watchPermissions(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === "error") this.end(describe(status.error));
    }
  }

  /** Does what needs the broker, and fails at the latest when the session is over. */
  async #whileAlive<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#state === "over") throw new Error(await this.over);
    const { promise: failure, reject } = Promise.withResolvers<never>();
    this.#attempts.add(reject);
    try {
      return await Promise.race([work(), failure]);
    } finally {
      this.#attempts.delete(reject);
    }
  }
}

function ignore(): void {
  // What has failed is tried again, or told by what follows from it.
}

function describe(error: unknown): string {
  return displayText(error instanceof Error ? error.message || error.name : String(error));
}
