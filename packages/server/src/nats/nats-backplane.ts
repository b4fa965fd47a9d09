import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { displayText } from "@chat/protocol";
import type { Backplane, ClaimOptions, ClaimOutcome, Mailbox } from "../backplane/backplane.ts";
import { FanOut } from "../backplane/fan-out.ts";
import { LocalMember, RemoteMember } from "../backplane/members.ts";
import { DeliveryOutcome } from "../delivery/delivery-outcome.ts";
import type { User } from "../delivery/user.ts";
import { type Logger, silentLogger } from "../logger.ts";
import { LookAlikeIndex } from "../names/look-alike-index.ts";
import { SampledLogger } from "../sampled-logger.ts";
import { inParallel, KeyedQueue } from "./concurrency.ts";
import { type NatsAccess, openConnection, parseServerUrl } from "./open-broker.ts";
import type { NameEntry, Presence } from "./presence.ts";
import { Session, type SessionListener } from "./session.ts";
import { CLOSE_TIMEOUT_MS, NAMES_IN_FLIGHT, RETRY_MAX_MS, RETRY_MIN_MS } from "./timing.ts";

export interface NatsBackplaneOptions extends NatsAccess {
  /**
   * Nodes with the same namespace are one chat; several chats can share a broker. Letters, digits, `-` and `_`.
   * @default "default"
   */
  readonly namespace?: string;
  /**
   * What people call this node, in logs. It need not be unique.
   * @default the machine's name
   */
  readonly nodeName?: string;
  /**
   * Where to log.
   * @default nowhere
   */
  readonly logger?: Logger;
}

const NAMESPACE = /^[\w-]{1,64}$/;

/**
 * The backplane of one of several server nodes, on whatever machines, with NATS between them. Who has which name is decided
 * by the broker's log; messages go straight from node to node.
 *
 * Without the broker the users of this node still reach one another; new names are refused, and users of other nodes can't
 * be reached, until it is back.
 */
export class NatsBackplane implements Backplane, SessionListener {
  readonly namespace: string;
  readonly nodeName: string;
  readonly logger: Logger;
  readonly formerSessions = new Set<string>();
  readonly #sampledLogger: SampledLogger;
  readonly #access: NatsAccess;
  /** Users of this node by name, those included whose claim is under way. */
  readonly #locals = new Map<string, LocalMember>();
  /** The names of those, for claims that may not look like them: the presence knows of no claim that is under way. */
  readonly #localLookAlikes = new LookAlikeIndex<User>(() => this.#localUsers());
  /** Claims that wait for what happens to their names before. */
  readonly #waiting = new Map<Mailbox, LocalMember>();
  readonly #queue = new KeyedQueue(NAMES_IN_FLIGHT);
  readonly #fanOut = new FanOut();
  readonly #closing = new AbortController();
  /** `null` while there is no connection. */
  #session: Session | null = null;
  /** Who is online, by the last session that spoke to others. Without one, it is what was known last. */
  #view: Presence | null = null;
  #running: Promise<void> = Promise.resolve();
  #closed: Promise<void> | null = null;
  #lostShouts = 0;
  /** Why this node could not join the others the last time, since it was cut off. */
  #lastFailure: string | null = null;

  private constructor({ namespace = "default", nodeName = hostname(), logger, ...access }: NatsBackplaneOptions) {
    if (!NAMESPACE.test(namespace)) {
      throw new RangeError(`Namespace ${JSON.stringify(namespace)}: it has to be 1 to 64 letters, digits, "-" or "_".`);
    }
    for (const url of access.servers) parseServerUrl(url);
    this.namespace = namespace;
    this.nodeName = nodeName;
    this.#sampledLogger = new SampledLogger(logger ?? silentLogger);
    this.logger = this.#sampledLogger;
    this.#access = access;
  }

  /**
   * Connects to the broker, and makes this node one of a chat. From then on it comes back by itself.
   *
   * @throws {RangeError} for an option that makes no sense.
   * @throws {Error} when the broker can't be reached, or has no JetStream; the message says why.
   */
  static async connect(options: NatsBackplaneOptions): Promise<NatsBackplane> {
    const backplane = new NatsBackplane(options);
    const session = await backplane.#join().catch((error: unknown) => {
      throw new Error(`Can't join the other nodes through NATS at ${describeServers(options)}: ${explain(error)}`);
    });
    backplane.#running = backplane.#stayJoined(session);
    return backplane;
  }

  /** Shouts of other nodes that were lost on their way to this one. */
  get lostShouts(): number {
    return this.#lostShouts;
  }

  // ── NameClaims ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  claim(mailbox: Mailbox, { mustDiffer = false }: ClaimOptions = {}): Promise<ClaimOutcome> {
    return new Promise((resolve) => {
      const member = new LocalMember(0, mailbox, this.#fanOut, resolve);
      this.#waiting.set(mailbox, member);
      this.#queue.run(mailbox.user.key, () => this.#claim(member, mustDiffer));
    });
  }

  release(mailbox: Mailbox): void {
    const { key } = mailbox.user;
    const member = this.#locals.get(key);
    if (member?.mailbox === mailbox) {
      this.#removeLocal(member);
      this.#queue.run(key, async () => {
        await this.#free(key);
        // Of a claim that was not settled yet, the end is told when its name is free.
        member.dismiss({ kind: "unavailable" });
      });
    } else {
      const claimant = this.#waiting.get(mailbox);
      this.#waiting.delete(mailbox);
      claimant?.dismiss({ kind: "unavailable" });
    }
  }

  find(key: string): User | undefined {
    return this.#view?.findEntry(key)?.member?.user;
  }

  users(): Iterable<User> {
    return this.#view?.users() ?? [];
  }

  get userCount(): number {
    return this.#view?.userCount ?? 0;
  }

  get viewVersion(): number {
    return this.#view?.viewVersion ?? 0;
  }

  get isDegraded(): boolean {
    return !this.#session?.canExchange;
  }

  *#localUsers(): Iterable<User> {
    for (const { user } of this.#locals.values()) yield user;
  }

  async #claim(member: LocalMember, mustDiffer: boolean): Promise<void> {
    if (!this.#waiting.delete(member.mailbox)) return;
    const session = this.#session;
    const { user } = member;
    if (!session?.canExchange) return member.dismiss({ kind: "unavailable" });
    if (this.#locals.has(user.key)) return member.dismiss({ kind: "taken" });
    if (mustDiffer && this.#looksLikeAnother(user, session)) return member.dismiss({ kind: "look-alike" });
    this.#locals.set(user.key, member);
    this.#fanOut.add(member);
    this.#localLookAlikes.add(user);
    const outcome = await session.claim(user);
    // What the log has shown is so, whatever became of the session then.
    if (outcome === "claimed" || member.isConfirmed || this.#locals.get(user.key) !== member) return;
    this.#removeLocal(member);
    member.dismiss({ kind: outcome });
  }

  /** The same name is no matter of looks: whether somebody else has it, the claim decides. */
  #looksLikeAnother(user: User, session: Session): boolean {
    return (this.#localLookAlikes.find(user) ?? session.presence.findLookAlike(user)) !== undefined;
  }

  async #claimAgain(member: LocalMember, session: Session): Promise<void> {
    const { user } = member;
    if (this.#locals.get(user.key) !== member) return;
    const outcome = await session.claim(user, { isReturning: true });
    if (outcome === "unavailable") session.end("a name could not be claimed again");
    // Who has left meanwhile has lost nothing.
    if (outcome === "taken" && this.#locals.get(user.key) === member) this.nameLost(member);
  }

  async #free(key: string): Promise<void> {
    // Without a session there is nobody to tell: the record is void with the session that it names.
    if (!this.#locals.has(key)) await this.#session?.free(key);
  }

  #removeLocal(member: LocalMember): void {
    const { key } = member.user;
    const present = this.#locals.get(key);
    this.#locals.delete(key);
    if (present) this.#localLookAlikes.delete(present.user);
    this.#view?.removeLocal(member);
    this.#session?.presence.removeLocal(member);
    member.leave();
  }

  // ── Messages ──────────────────────────────────────────────────────────────────────────────────────────────────────

  deliver(receiver: User, line: string, sender: Mailbox): DeliveryOutcome {
    if (this.#fanOut.isInProgress) this.#fanOut.catchUp(receiver);
    // Most receivers on this node take this way: without a search.
    if (receiver.mailbox)
      return receiver.mailbox.deliver(line, sender) ? DeliveryOutcome.Queued : DeliveryOutcome.NoRoom;
    const member = this.#view?.findEntry(receiver.key)?.member;
    if (member?.user !== receiver) return DeliveryOutcome.Gone;
    if (member instanceof RemoteMember) {
      return this.#session?.deliver(member, line, sender) ? DeliveryOutcome.InFlight : DeliveryOutcome.NoRoom;
    }
    return member.deliver(line, sender);
  }

  async broadcast(line: string, except: User): Promise<number> {
    const elsewhere = this.#shoutElsewhere(line);
    return elsewhere + (await this.#fanOut.begin(line, except, "in-view"));
  }

  /** Sends a shout to the other nodes; returns the number of their users, none when the connection has just broken. */
  #shoutElsewhere(line: string): number {
    try {
      return this.#session?.shout(line) ?? 0;
    } catch (error) {
      this.#session?.end(explain(error));
      return 0;
    }
  }

  // ── What a session asks and tells ─────────────────────────────────────────────────────────────────────────────────

  findLocal(key: string): LocalMember | undefined {
    return this.#locals.get(key);
  }

  findsStray(key: string): void {
    this.#queue.run(key, () => this.#free(key));
  }

  nameLost(member: LocalMember): void {
    const { user, mailbox } = member;
    this.logger.warn({ event: "name-lost", name: user.name }, `NATS: lost the name ${displayText(user.name)}`);
    this.#removeLocal(member);
    mailbox.loseName();
  }

  findFormer(key: string): NameEntry | undefined {
    return this.#view?.findEntry(key);
  }

  receiving({ user }: LocalMember): void {
    if (this.#fanOut.isInProgress) this.#fanOut.catchUp(user);
  }

  receiveForAll(line: string): Promise<number> {
    // Whoever sent it may have heard of a user before this node has: a claim that is not settled counts.
    return this.#fanOut.begin(line, null, "all");
  }

  shoutsLost(count: number): void {
    this.#lostShouts += count;
    const fields = { event: "shouts-lost", count, total: this.#lostShouts };
    this.logger.warn(fields, `NATS: ${count} shouts of another node were lost on their way`);
  }

  // ── Sessions ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Begins a session, and claims the names of all users of this node again. Rejects when that can't be done now. */
  async #join(): Promise<Session> {
    const connection = await openConnection(this.#access, `chat-server ${this.nodeName}`);
    if (this.#closing.signal.aborted) {
      await connection.close();
      throw new Error("this node is closed");
    }
    const session = new Session(connection, this);
    this.#session = session;
    // Whatever comes: what is in the records under this number is this node's.
    session.over.then(() => {
      this.formerSessions.add(session.session);
      this.#session = null;
    });
    await session.begin();
    const members = [...this.#locals.values()];
    await inParallel(NAMES_IN_FLIGHT, members, (member) =>
      this.#queue.run(member.user.key, () => this.#claimAgain(member, session)),
    );
    this.#view = session.presence;
    await session.open();
    const nodes = [...session.presence.nodes()].filter((node) => !this.formerSessions.has(node.session)).length;
    const fields = {
      event: "joined-nodes",
      node: this.nodeName,
      session: session.session,
      nodes,
      users: this.userCount,
    };
    this.#lastFailure = null;
    this.logger.info(fields, `NATS: this node is one of ${nodes}, with ${this.userCount} users in all`);
    return session;
  }

  /** Waits for the end of a session, and begins the next one, until this backplane is closed. */
  async #stayJoined(first: Session): Promise<void> {
    const { signal } = this.#closing;
    let session: Session | null = first;
    let retryMs = RETRY_MIN_MS;
    while (!signal.aborted) {
      if (session) {
        const reason = await session.over;
        if (signal.aborted) return;
        retryMs = RETRY_MIN_MS;
        this.logger.warn({ event: "cut-off", reason }, `NATS: cut off from other nodes: ${reason}`);
      }
      // Nodes that lost the broker at the same time do not come back at the same moment.
      await delay(retryMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      session = await this.#join().catch((error: unknown) => this.#noteFailure(error));
      retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
    }
  }

  /** An broker that is away for hours is told once. */
  #noteFailure(error: unknown): null {
    const reason = explain(error);
    const level = reason === this.#lastFailure ? "debug" : "warn";
    this.#lastFailure = reason;
    this.logger[level]({ event: "join-failed", reason }, `NATS: can't join the other nodes: ${reason}`);
    return null;
  }

  // ── The end ───────────────────────────────────────────────────────────────────────────────────────────────────────

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const { mailbox } of [...this.#locals.values(), ...this.#waiting.values()]) this.release(mailbox);
    this.#closing.abort();
    const session = this.#session;
    await within(CLOSE_TIMEOUT_MS, this.#queue.idle());
    // With the node go all names that could not be given back in time.
    if (session) await within(CLOSE_TIMEOUT_MS, session.leave());
    // Whichever there is now: one may have begun meanwhile.
    this.#session?.end("it was closed");
    this.#view = null;
    this.#fanOut.close();
    await this.#running;
    this.#sampledLogger.endWindow();
  }
}

/** Waits for something, but not longer than a given time. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const timeout = new AbortController();
  await Promise.race([work, delay(milliseconds, undefined, { signal: timeout.signal }).catch(() => undefined)]);
  timeout.abort();
}

/** Without the passwords. */
function describeServers({ servers }: NatsAccess): string {
  return servers.map((server) => parseServerUrl(server).host).join(", ");
}

/** What went wrong, and what can be done about it. */
function explain(error: unknown): string {
  const reason = displayText(error instanceof Error ? error.message || error.name : String(error)).replace(/\.$/, "");
  const hint = HINTS.find(({ pattern }) => pattern.test(reason))?.hint ?? "";
  return `${reason}.${hint}`;
}

const HINTS: readonly { readonly pattern: RegExp; readonly hint: string }[] = [
  { pattern: /jetstream.*not enabled/i, hint: " Start the nats-server with JetStream: nats-server -js." },
  { pattern: /refused|ENOTFOUND/, hint: " Is a nats-server running there?" },
  { pattern: /^timeout$/, hint: " The nats-server did not answer in time." },
  { pattern: /^authorization/i, hint: " Give user and password in the URL, or a credentials file." },
  {
    pattern: /no suitable peers/,
    hint: " A chat on a cluster of NATS servers begins with three of them, with JetStream.",
  },
  { pattern: /parse credentials/, hint: " The credentials file is not one that nsc has made." },
];
