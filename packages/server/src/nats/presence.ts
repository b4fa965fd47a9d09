import { LocalMember, RemoteMember } from "../backplane/members.ts";
import type { PeerLink } from "../backplane/peer-link.ts";
import { type NodeRecord, parseKey, parseNameRecord, parseNodeRecord, type RecordChange } from "./name-records.ts";
import { type Member, type NameEntry, NameTable } from "./name-table.ts";

/** A node whose key is in the log. */
export interface LiveNode extends NodeRecord {
  readonly session: string;
  /** Revision of its key. */
  revision: number;
  /** When this node read that revision, in milliseconds of the monotonic clock. */
  seenAt: number;
}

/** The users of this node, as the log concerns them. */
export interface LocalMembers {
  /** Finds the user of this node who has a name, or has claimed it. */
  findLocal(key: string): LocalMember | undefined;
  /** Finds the user whom an earlier copy had under a name, so that the same user stays the same object. */
  findFormer(key: string): Pick<NameEntry, "since" | "member"> | undefined;
  /** Learns of an orphaned record: the log has a name for this node that none of its users has or claims. */
  orphanFound(key: string): void;
  /** Learns that a name of a user of this node is another's now, or nobody's. */
  nameLost(member: LocalMember): void;
}

/** The session that a presence belongs to. */
export interface PresenceListener {
  readonly session: string;
  linkTo(session: string): PeerLink;
  nodeCame(node: LiveNode): void;
  /** Learns of a node's heartbeat, the first one included. */
  nodeSeen(node: LiveNode): void;
  nodeLeft(node: LiveNode): void;
  /** Learns that the session which these names are recorded for has gone, and so have their owners. */
  namesAbandoned(keys: readonly string[]): void;
}

/**
 * This node's copy of all nodes and users: the log of the records, folded. Two nodes that have read the log up to the same
 * revision see the same nodes, the same users and the same order.
 */
export class Presence {
  readonly names = new NameTable();
  readonly #members: LocalMembers;
  readonly #listener: PresenceListener;
  readonly #nodes = new Map<string, LiveNode>();
  /** Users of this node by the revision of their names: their numbers in batches from other nodes. */
  readonly #locals = new Map<number, LocalMember>();
  readonly #waiters = new Map<string, Set<() => void>>();
  #readers: { readonly revision: number; readonly resolve: () => void }[] = [];
  #revision = 0;
  #meaningfulRevision = 0;

  constructor(members: LocalMembers, listener: PresenceListener) {
    this.#members = members;
    this.#listener = listener;
  }

  /** The revision up to which the log has been read. */
  get revision(): number {
    return this.#revision;
  }

  /** The last revision that showed more than a node's heartbeat: a reader who has come so far knows as much as this node. */
  get meaningfulRevision(): number {
    return this.#meaningfulRevision;
  }

  nodes(): Iterable<LiveNode> {
    return this.#nodes.values();
  }

  isLive(session: string): boolean {
    return this.#nodes.has(session);
  }

  findLocal(number: number): LocalMember | undefined {
    return this.#locals.get(number);
  }

  /**
   * Lists sessions that names are recorded for and that the log has not shown. Either they went long ago, or their last
   * heartbeat stands further behind in the log and hides the earlier ones.
   */
  unknownSessions(): Set<string> {
    const sessions = new Set<string>();
    for (const { session, isAbandoned } of this.names.entries()) {
      if (session !== null && !isAbandoned && !this.isLive(session)) sessions.add(session);
    }
    return sessions;
  }

  /** Removes a user of this node from the view at once, before the log shows the release. */
  removeLocal(member: LocalMember): void {
    this.names.removeMember(member);
    this.#locals.delete(member.number);
  }

  /** Waits until the log shows a change of a name, for at most `timeoutMs`. */
  change(key: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(key) ?? new Set();
      this.#waiters.set(key, waiters);
      const settle = () => {
        clearTimeout(timer);
        waiters.delete(settle);
        if (waiters.size === 0) this.#waiters.delete(key);
        resolve();
      };
      const timer = setTimeout(settle, timeoutMs);
      waiters.add(settle);
    });
  }

  reached(revision: number): Promise<void> {
    if (revision <= this.#revision) return Promise.resolve();
    return new Promise((resolve) => this.#readers.push({ revision, resolve }));
  }

  apply(change: RecordChange): void {
    const subject = parseKey(change.key);
    if (subject?.kind === "node") this.#applyNode(subject.session, change);
    if (subject?.kind === "name") this.#applyName(subject.name, change);
    this.#revision = change.revision;
    if (this.#readers.length > 0) this.#wakeReaders();
  }

  #wakeReaders(): void {
    const readers = this.#readers;
    this.#readers = readers.filter(({ revision }) => revision > this.#revision);
    for (const { revision, resolve } of readers) if (revision <= this.#revision) resolve();
  }

  #applyNode(session: string, { revision, value }: RecordChange): void {
    const known = this.#nodes.get(session);
    const record = value && parseNodeRecord(value);
    if (known && record) {
      known.revision = revision;
      known.seenAt = performance.now();
      return this.#listener.nodeSeen(known);
    }
    this.#meaningfulRevision = revision;
    if (record) this.#addNode({ ...record, session, revision, seenAt: performance.now() });
    else this.#removeNode(session);
  }

  #addNode(node: LiveNode): void {
    this.#nodes.set(node.session, node);
    this.#listener.nodeCame(node);
    this.#listener.nodeSeen(node);
    // The first reading shows names in the order of their last changes: some may come before their node.
    for (const entry of this.names.entriesOf(node.session)) {
      this.names.setMember(entry, this.#findMember(entry, undefined));
      this.#noteOrphan(entry);
      this.#wakeWaiters(entry.key);
    }
  }

  #removeNode(session: string): void {
    const node = this.#nodes.get(session);
    this.#nodes.delete(session);
    const abandoned = this.names.abandon(session);
    for (const key of abandoned) this.#wakeWaiters(key);
    if (node) this.#listener.nodeLeft(node);
    if (abandoned.length > 0) this.#listener.namesAbandoned(abandoned);
  }

  #applyName(key: string, { revision, value }: RecordChange): void {
    this.#meaningfulRevision = revision;
    const before = this.names.find(key);
    const formerMember = before?.member;
    const entry = value && readEntry(key, value, revision);
    if (entry) this.names.set(entry, this.#findMember(entry, before));
    else if (before) this.names.delete(before);
    if (entry) this.#noteOrphan(entry);
    const isLost = formerMember instanceof LocalMember && this.names.find(key)?.member !== formerMember;
    if (isLost) this.#members.nameLost(formerMember);
    this.#wakeWaiters(key);
  }

  #wakeWaiters(key: string): void {
    for (const settle of this.#waiters.get(key) ?? []) settle();
  }

  #findMember(entry: NameEntry, before: NameEntry | undefined): Member | null {
    const { session, key, revision, since } = entry;
    if (session === null || !this.isLive(session)) return null;
    if (session === this.#listener.session) return this.#confirmLocal(key, revision);
    const former = before ?? this.#members.findFormer(key);
    const sameUser = former?.since === since && former.member instanceof RemoteMember ? former.member : null;
    return new RemoteMember(revision, entry, this.#listener.linkTo(session), sameUser);
  }

  /**
   * Notes a record of this session that has no user: its claim was given up, and written all the same. The table has its entry
   * by now, without which nothing would be released.
   */
  #noteOrphan({ session, key }: NameEntry): void {
    const isOurs = session === this.#listener.session && this.isLive(session);
    if (isOurs && !this.#members.findLocal(key)) this.#members.orphanFound(key);
  }

  /** Confirms the claim of a user of this node: the log shows the name. */
  #confirmLocal(key: string, revision: number): LocalMember | null {
    const member = this.#members.findLocal(key);
    if (!member) return null;
    this.#locals.delete(member.number);
    member.number = revision;
    this.#locals.set(revision, member);
    member.enterView();
    member.confirm();
    return member;
  }
}

function readEntry(key: string, value: Uint8Array, revision: number): NameEntry {
  const record = parseNameRecord(value);
  const { session, name, ip, since = revision } = record ?? { session: null, name: key, ip: "" };
  return { key, session, name, ip, revision, since, member: null, isAbandoned: false };
}
