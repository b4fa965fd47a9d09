import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { displayText } from "@chat/protocol";
import type { NatsConnection } from "@nats-io/transport-node";
import type { ClaimOutcome } from "../backplane/backplane.ts";
import type { PeerLink } from "../backplane/peer-link.ts";
import type { User } from "../delivery/user.ts";
import type { Logger } from "../logger.ts";
import { Malformed } from "./border.ts";
import { Heartbeat } from "./heartbeat.ts";
import { type ClaimOptions, NameClaims } from "./name-claims.ts";
import { NameRecords, parseKey, type RecordChange } from "./name-records.ts";
import { type LiveNode, type LocalMembers, Presence, type PresenceListener } from "./presence.ts";
import { RecordCleanup } from "./record-cleanup.ts";
import { type SanctionAct, SanctionLog } from "./sanction-log.ts";
import { describeError, type LinkedNode, type LinkedSession, SessionLinks } from "./session-links.ts";
import { CHECK_MS, RETRY_MAX_MS, START_TIMEOUT_MS } from "./timing.ts";

/** The node of a session, which outlives it. */
export interface SessionHost extends LinkedNode {
  readonly logger: Logger;
  readonly localNames: LocalMembers;
  readonly namespace: string;
  readonly nodeName: string;
  /** Earlier sessions of this node, while the records may have something of theirs. */
  readonly formerSessions: Set<string>;
}

/** The states of a session, in this order. */
type State = "starting" | "ready" | "over";

/**
 * One unbroken connection of this node to the broker. Nothing outlives it: when the connection breaks, or the log does not
 * show in time that this node lives, the session is over, and the next one begins with nothing but the node's own users. So
 * there is one way to recover, after any failure.
 */
export class Session implements PresenceListener, LinkedSession {
  /** The node's identity for as long as the session lasts. No two sessions share one. */
  readonly session: string;
  readonly presence: Presence;
  readonly sanctions: SanctionLog;
  readonly links: SessionLinks;
  readonly #ending = Promise.withResolvers<string>();
  /** Resolves with the reason when the session is over. */
  readonly over = this.#ending.promise;
  readonly #host: SessionHost;
  readonly #connection: NatsConnection;
  readonly #records: NameRecords;
  readonly #claims: NameClaims;
  readonly #cleanup: RecordCleanup;
  readonly #heartbeat: Heartbeat;
  /** Rejections of the requests to the broker that wait for an answer. */
  readonly #pending = new Set<(reason: Error) => void>();
  readonly #checks: NodeJS.Timeout;
  readonly #startedAt = performance.now();
  /** True when there are malformed records of names to delete. */
  #hasMalformedNames = false;
  #state: State = "starting";

  constructor(connection: NatsConnection, host: SessionHost) {
    const { namespace, nodeName, formerSessions } = host;
    this.#host = host;
    this.#connection = connection;
    this.session = randomBytes(12).toString("base64url");
    this.#records = new NameRecords(connection, `chat-${namespace}`);
    this.presence = new Presence(host.localNames, this);
    this.#claims = new NameClaims(this.#records, this.presence, this.session, formerSessions);
    this.#cleanup = new RecordCleanup(this.session, this.#records, this.#claims, host);
    this.#heartbeat = new Heartbeat(this.#records, this.session, { node: nodeName });
    this.sanctions = new SanctionLog(this.#records, host);
    this.links = new SessionLinks(connection, namespace, this, host);
    this.#checks = setInterval(() => this.#check(), CHECK_MS);
    this.#watchPermissions();
    connection.closed().then((error) => this.end(error ? describeError(error) : "the connection was closed"));
  }

  /** True while this node may exchange messages with others. It may not after being out of touch for too long. */
  get canExchange(): boolean {
    return this.#state === "ready" && this.#heartbeat.isFresh;
  }

  get receiveMode(): LinkedSession["receiveMode"] {
    if (this.#state === "starting") return "holding";
    return this.canExchange ? "open" : "dropping";
  }

  get formerSessions(): ReadonlySet<string> {
    return this.#host.formerSessions;
  }

  #isOver(): boolean {
    return this.#state === "over";
  }

  /** Writes the node's key, and reads the log up to there. No user of the node has a name by this session yet. */
  async begin(): Promise<void> {
    try {
      await this.#whileAlive(async () => {
        await this.#records.open();
        await this.links.open();
        this.#records
          .watch((change) => this.#handleChange(change))
          .then(
            () => this.end("the log of names has ended"),
            (error: unknown) => this.end(describeError(error)),
          );
        await this.presence.reached(await this.#heartbeat.start());
        this.sanctions.endFirstReading();
      });
    } catch (error) {
      this.end(describeError(error));
      throw error;
    }
  }

  /** Begins to exchange messages with other nodes. Before, every name of this node was claimed again, or lost. */
  async open(): Promise<void> {
    await this.#whileAlive(() => this.#heartbeat.fresh());
    if (this.#state !== "starting") throw new Error(await this.over);
    this.#state = "ready";
    this.links.drain();
    const { formerSessions } = this.#host;
    for (const node of this.presence.nodes()) if (formerSessions.has(node.session)) this.#cleanup.fence(node);
    for (const session of formerSessions) if (!this.presence.isLive(session)) formerSessions.delete(session);
    this.namesAbandoned(this.presence.names.abandonedKeys());
    this.#claims.fenceUnknown().catch(ignore);
  }

  /** Ends the session in order: sends the last acks, and deletes the node's key so that others know at once. */
  async leave(): Promise<void> {
    clearInterval(this.#checks);
    this.links.flush();
    // Without the broker the others learn it by the time limit.
    await this.#whileAlive(() => this.#connection.flush().then(() => this.#heartbeat.stop())).catch(() => undefined);
    this.end("it was closed");
  }

  end(reason: string): void {
    if (this.#isOver()) return;
    this.#state = "over";
    clearInterval(this.#checks);
    this.links.close();
    for (const reject of this.#pending) reject(new Error(reason));
    this.#connection.close().catch(() => undefined);
    this.#ending.resolve(reason);
  }

  /**
   * Claims a name for a user of this node. The user has it as soon as the log shows it, which `LocalMember.confirm` reports.
   * This promise resolves a little later.
   */
  async claim(user: User, options: ClaimOptions = {}): Promise<ClaimOutcome["kind"]> {
    try {
      return await this.#whileAlive(async () => {
        const outcome = await this.#claims.claim(user, options);
        if (outcome.kind === "claimed") await this.presence.reached(outcome.revision);
        return outcome.kind;
      });
    } catch {
      // The record may be written all the same: if the log shows it, it is orphaned and released.
      return "unavailable";
    }
  }

  /** Releases a name that is recorded for this session, in as many attempts as that takes. */
  async release(key: string): Promise<void> {
    while (!this.#isOver()) {
      try {
        return await this.#whileAlive(() => this.#claims.release(key));
      } catch {
        // A session that is over must not hold up the queue of claims.
        if (!this.#isOver()) await delay(RETRY_MAX_MS);
      }
    }
  }

  /** Writes a ban, a mute or the end of one, and reads it in the log. Rejects when it may not hold on all nodes. */
  async write(act: SanctionAct): Promise<void> {
    await this.#whileAlive(async () => {
      const revision = await this.sanctions.write(act);
      if (revision !== null) await this.presence.reached(revision);
    });
  }

  /** Lists the nodes that live, but for this one. */
  otherNodes(): LiveNode[] {
    const isOther = ({ session }: LiveNode) => session !== this.session && !this.formerSessions.has(session);
    return [...this.presence.nodes()].filter(isOther);
  }

  linkTo(session: string): PeerLink {
    return this.links.to(session);
  }

  nodeCame({ session, node }: LiveNode): void {
    this.#shareWork();
    if (session === this.session || this.#state !== "ready") return;
    this.#host.logger.info({ event: "node-came", node, session }, `NATS: node ${displayText(node)} has come`);
  }

  nodeSeen({ session, revision }: LiveNode): void {
    if (session === this.session) this.#heartbeat.seen(revision);
  }

  nodeLeft({ session, node }: LiveNode): void {
    if (session === this.session) return this.end("other nodes have not heard from this one for too long");
    if (this.#state === "ready" && !this.#host.formerSessions.has(session)) {
      this.#host.logger.info({ event: "node-left", node, session }, `NATS: node ${displayText(node)} has gone`);
    }
    this.#shareWork();
    this.links.remove(session);
    this.#cleanup.forget(session);
  }

  namesAbandoned(keys: readonly string[]): void {
    if (!this.#isOver()) this.#cleanup.cleanUpNames(keys).catch(ignore);
  }

  droppedRecord(key: string, reason: Malformed): void {
    if (reason === Malformed.NameRecord) this.#hasMalformedNames = true;
    this.#host.dropped(key, reason);
  }

  #handleChange(change: RecordChange): void {
    if (this.#isOver()) return;
    // When thousands leave at once, a turn of the loop can take longer than the lease, and timers wait for its end.
    this.#heartbeat.beat().catch(ignore);
    // A message may be about a ban that comes before it: this is known before the view says that the log is read so far.
    if (parseKey(change.key)?.kind === "sanction") this.sanctions.apply(change);
    this.presence.apply(change);
    if (change.value === null) this.#cleanup.noteDeleted(change.revision);
    this.links.drain();
  }

  #shareWork(): void {
    this.#cleanup.shareAmong([...this.presence.nodes()].map(({ session }) => session));
  }

  #check(): void {
    const now = performance.now();
    const isInTouch =
      this.#heartbeat.isFresh || (this.#state === "starting" && now - this.#startedAt < START_TIMEOUT_MS);
    if (!isInTouch) return this.end("the broker has not shown for too long that this node lives");
    this.#beat().catch(ignore);
    this.#cleanup.compactDue().catch(ignore);
    this.sanctions.sweep((revision) => this.#cleanup.isMine(revision)).catch(ignore);
    if (this.#state !== "ready") return;
    this.links.check(now);
    this.#cleanup.fenceSilent(this.presence.nodes(), now);
    if (this.#hasMalformedNames) this.namesAbandoned(this.presence.names.abandonedKeys());
    this.#hasMalformedNames = false;
  }

  /** Rewrites the node's key. If that fails, the bucket may be deleted, or another one: the log says nothing of it. */
  async #beat(): Promise<void> {
    const isWritten = await this.#heartbeat.beat().catch(() => false);
    if (!isWritten && (await this.#records.isDeleted())) this.end("the bucket was deleted");
  }

  /** Ends the session on the first denied permission. A node that can only send, or only receive, would be worse than none. */
  async #watchPermissions(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === "error") this.end(describeError(status.error));
    }
  }

  /** Runs requests to the broker. Rejects at the latest when the session is over. */
  async #whileAlive<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isOver()) throw new Error(await this.over);
    const { promise: failure, reject } = Promise.withResolvers<never>();
    this.#pending.add(reject);
    try {
      return await Promise.race([work(), failure]);
    } finally {
      this.#pending.delete(reject);
    }
  }
}

function ignore(): void {
  // A failure is retried at the next check, or ends the session.
}
