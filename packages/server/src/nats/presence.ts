import { LocalMember, RemoteMember } from "../backplane/members.ts";
import type { PeerLink } from "../backplane/peer-link.ts";
import { Malformed } from "./border.ts";
import {
  isFenced,
  type NodeRecord,
  parseKey,
  parseNameRecord,
  parseNodeRecord,
  type RecordChange,
} from "./name-records.ts";
import { type Member, type NameEntry, NameTable } from "./name-table.ts";
import { MAX_NODES } from "./timing.ts";

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
  /** Learns that somebody else has changed the record of a user of this node, who keeps the name: it has to be written again. */
  recordOverwritten(member: LocalMember): void;
}

/** The session that a presence belongs to. */
export interface PresenceListener {
  readonly session: string;
  /** Earlier sessions of the same node. */
  readonly formerSessions: ReadonlySet<string>;
  linkTo(session: string): PeerLink;
  nodeCame(node: LiveNode): void;
  /** Learns of a node's heartbeat, the first one included. */
  nodeSeen(node: LiveNode): void;
  nodeLeft(node: LiveNode): void;
  /** Learns that the session which these names are recorded for has gone, and so have their owners. */
  namesAbandoned(keys: readonly string[]): void;
  /** Learns of a change that does not count. */
  droppedRecord(key: string, reason: Malformed): void;
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
  /** Users of this node by the revision at which they came: their numbers in batches from other nodes. */
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
  async change(key: string, timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiters = this.#waiters.get(key) ?? new Set();
    this.#waiters.set(key, waiters.add(resolve));
    const timer = setTimeout(resolve, timeoutMs);
    await promise;
    clearTimeout(timer);
    waiters.delete(resolve);
    if (waiters.size === 0) this.#waiters.delete(key);
  }

  reached(revision: number): Promise<void> {
    if (revision <= this.#revision) return Promise.resolve();
    return new Promise((resolve) => this.#readers.push({ revision, resolve }));
  }

  apply(change: RecordChange): void {
    const subject = parseKey(change.key);
    if (subject?.kind === "node") this.#applyNode(subject.session, change);
    if (subject?.kind === "name") this.#applyName(subject.name, change);
    if (subject?.kind === "sanction") this.#meaningfulRevision = change.revision;
    if (!subject && change.value) this.#listener.droppedRecord(change.key, Malformed.Key);
    this.#revision = change.revision;
    if (this.#readers.length > 0) this.#wakeReaders();
  }

  #wakeReaders(): void {
    const readers = this.#readers;
    this.#readers = readers.filter(({ revision }) => revision > this.#revision);
    for (const { revision, resolve } of readers) if (revision <= this.#revision) resolve();
  }

  #applyNode(session: string, { key, revision, value }: RecordChange): void {
    const known = this.#nodes.get(session);
    if (!value || isFenced(value)) {
      this.#meaningfulRevision = revision;
      return this.#removeNode(session);
    }
    const record = parseNodeRecord(value);
    if (!record) this.#listener.droppedRecord(key, Malformed.NodeRecord);
    if (!known) return this.#admitNode({ node: "?", ...record, session, revision, seenAt: performance.now() }, key);
    known.revision = revision;
    // A malformed record is no sign of life. Its revision counts: whoever rewrites or deletes the key has to name it.
    if (record) known.seenAt = performance.now();
    this.#listener.nodeSeen(known);
  }

  #admitNode(node: LiveNode, key: string): void {
    this.#meaningfulRevision = node.revision;
    if (this.#nodes.size < MAX_NODES) this.#addNode(node);
    else this.#listener.droppedRecord(key, Malformed.NodeCount);
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

  #applyName(key: string, change: RecordChange): void {
    this.#meaningfulRevision = change.revision;
    const before = this.names.find(key);
    const entry = change.value && readEntry(key, change.value, change.revision);
    if (entry?.session === null) this.#listener.droppedRecord(change.key, Malformed.NameRecord);
    if (before?.member instanceof LocalMember) this.#applyToOwn(before, before.member, entry, change);
    else if (entry) this.#setEntry(entry, before);
    else if (before) this.names.delete(before);
    this.#wakeWaiters(key);
  }

  /**
   * Applies a change of the record of a user of this node. While this node lives, no other node writes or deletes the record, and
   * the node itself does so only for a user who stays the same: any other change is a stranger's, and the user keeps the name.
   */
  #applyToOwn(before: NameEntry, member: LocalMember, entry: NameEntry | null, { key, revision }: RecordChange): void {
    if (entry && isSameUser(entry, before)) return this.#setEntry(entry, before);
    if (entry?.session !== null) this.#listener.droppedRecord(key, Malformed.Takeover);
    this.names.set({ ...before, revision, member: null }, member);
    this.#members.recordOverwritten(member);
  }

  #setEntry(entry: NameEntry, before: NameEntry | undefined): void {
    this.names.set(entry, this.#findMember(entry, before));
    this.#noteOrphan(entry);
  }

  #wakeWaiters(key: string): void {
    for (const wake of this.#waiters.get(key) ?? []) wake();
  }

  #findMember(entry: NameEntry, before: NameEntry | undefined): Member | null {
    const { session, key, since } = entry;
    if (session === null || !this.isLive(session)) return null;
    if (session === this.#listener.session) return this.#isTaken(before) ? null : this.#confirmLocal(entry);
    const former = before ?? this.#members.findFormer(key);
    const sameUser = former?.since === since && former.member instanceof RemoteMember ? former.member : null;
    return new RemoteMember(since, entry, this.#listener.linkTo(session), sameUser);
  }

  /**
   * Notes a record of this session that has no user: its claim was given up, and written all the same. The table has its entry
   * by now, without which nothing would be released.
   */
  #noteOrphan({ session, key }: NameEntry): void {
    const isOurs = session === this.#listener.session && this.isLive(session);
    if (isOurs && !this.#members.findLocal(key)) this.#members.orphanFound(key);
  }

  /**
   * Checks whether a name has a user of another node, so that this node's claim of it counts for nothing: its record had
   * vanished without a trace in the log. The other node writes it again.
   */
  #isTaken(before: NameEntry | undefined): boolean {
    if (!(before?.member instanceof RemoteMember) || before.session === null) return false;
    return !this.#listener.formerSessions.has(before.session);
  }

  /** Confirms the claim of a user of this node: the log shows the name. */
  #confirmLocal({ key, name, ip, since }: NameEntry): LocalMember | null {
    const member = this.#members.findLocal(key);
    if (member?.user.name !== name || member.user.ip !== ip) return null;
    this.#locals.delete(member.number);
    member.number = since;
    this.#locals.set(since, member);
    member.enterView();
    member.confirm();
    return member;
  }
}

/** Reads an entry. The name of a malformed record is free: no session has it. */
function readEntry(key: string, value: Uint8Array, revision: number): NameEntry {
  const record = parseNameRecord(key, value, revision);
  const { session, name, ip, since = revision } = record ?? { session: null, name: key, ip: "" };
  return { key, session, name, ip, revision, since, member: null, isAbandoned: record === null };
}

function isSameUser(one: NameEntry, other: NameEntry): boolean {
  return one.session === other.session && one.name === other.name && one.ip === other.ip && one.since === other.since;
}
