import { LocalMember, RemoteMember } from "../backplane/members.ts";
import type { PeerLink } from "../backplane/peer-link.ts";
import type { User } from "../delivery/user.ts";
import { LookAlikeIndex } from "../names/look-alike-index.ts";
import type { Named } from "../names/skeleton.ts";
import { type NodeRecord, type RegistryNews, readKey, readNameRecord, readNodeRecord } from "./name-records.ts";

/** A node, as long as its key is there. */
export interface LiveNode extends NodeRecord {
  readonly session: string;
  /** Revision of its key. */
  revision: number;
  /** When this node heard of that revision, in milliseconds of the monotonic clock. */
  seenAt: number;
}

/** Somebody online, here or elsewhere. */
export type Member = LocalMember | RemoteMember;

/** A name that the records has a record of. */
export interface NameEntry {
  /** The name, folded. */
  readonly key: string;
  /** The name as its owner writes it. */
  readonly name: string;
  readonly ip: string;
  /** `null` when the record can't be read: nobody knows whose it is. */
  readonly session: string | null;
  readonly revision: number;
  /** Revision at which the owner came online: the order of those who are. */
  readonly since: number;
  /** Who has the name, as far as is known. */
  member: Member | null;
  /** Whether the log has told that the session has gone, and so that the name is free. Not to know the session says nothing. */
  isAbandoned: boolean;
}

/** Who keeps a presence. */
export interface PresenceListener {
  /** The session that this presence belongs to. */
  readonly session: string;
  /** Finds the user of this node who has a name, or has asked for it. */
  findLocal(key: string): LocalMember | undefined;
  /** The log has a name for this node that no user of it has, or waits for. */
  findsStray(key: string): void;
  /** Finds whom an earlier copy had under a name, so that the same user stays the same object. */
  findFormer(key: string): { readonly since: number; readonly member: Member | null } | undefined;
  /** The way to another node. */
  linkTo(session: string): PeerLink;
  nodeCame(node: LiveNode): void;
  nodeRewritten(node: LiveNode): void;
  nodeLeft(node: LiveNode): void;
  /** The session that these names are recorded for has gone, and so have their owners. */
  namesAbandoned(keys: readonly string[]): void;
  /** A name that a user of this node had is somebody else's, or nobody's. */
  nameLost(member: LocalMember): void;
}

/**
 * This node's copy of who is online everywhere: the log of the records, folded. Two nodes that have read the log up to
 * the same revision see the same nodes, the same users and the same order.
 */
export class Presence {
  #viewVersion = nextViewVersion();
  readonly #owner: PresenceListener;
  readonly #nodes = new Map<string, LiveNode>();
  #entries = new Map<string, NameEntry>();
  /** Users of this node by the revision of their names: what others call them. */
  readonly #locals = new Map<number, LocalMember>();
  readonly #lookAlikes = new LookAlikeIndex<NameEntry>(() => this.#ownedEntries());
  readonly #waiters = new Map<string, Set<() => void>>();
  #readers: { readonly revision: number; readonly resolve: () => void }[] = [];
  #userCount = 0;
  #remoteCount = 0;
  #lastSince = 0;
  #isSorted = true;
  #revision = 0;
  #meaningfulRevision = 0;

  constructor(owner: PresenceListener) {
    this.#owner = owner;
  }

  /** The log has been read up to this revision. */
  get revision(): number {
    return this.#revision;
  }

  /** The last revision that told more than that a node lives: who has read so far knows as much as this node. */
  get meaningfulRevision(): number {
    return this.#meaningfulRevision;
  }

  /** Those whose key is there. */
  nodes(): Iterable<LiveNode> {
    return this.#nodes.values();
  }

  isLive(session: string): boolean {
    return this.#nodes.has(session);
  }

  // ── NameClaims ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  get userCount(): number {
    return this.#userCount;
  }

  /** Another number after every change of who is online, and never one of another presence's. */
  get viewVersion(): number {
    return this.#viewVersion;
  }

  /** Users of other nodes. */
  get remoteCount(): number {
    return this.#remoteCount;
  }

  /** Everyone online, those who came first in front. */
  *users(): Iterable<User> {
    this.#sort();
    for (const { member } of this.#entries.values()) if (member) yield member.user;
  }

  findEntry(key: string): NameEntry | undefined {
    return this.#entries.get(key);
  }

  findLocal(number: number): LocalMember | undefined {
    return this.#locals.get(number);
  }

  /** Finds somebody online with another name that looks the same. */
  findLookAlike(newcomer: Named): NameEntry | undefined {
    return this.#lookAlikes.find(newcomer);
  }

  *#ownedEntries(): Iterable<NameEntry> {
    for (const entry of this.#entries.values()) if (entry.member) yield entry;
  }

  /** NameClaims that are recorded for sessions that have gone. */
  abandonedKeys(): string[] {
    return [...this.#entries.values()].filter(({ isAbandoned }) => isAbandoned).map(({ key }) => key);
  }

  /**
   * Sessions that names are recorded for, and of which the log has told nothing. Either they went long ago, or what they
   * wrote last stands further behind in the log, and has hidden what they wrote before.
   */
  unknownSessions(): Set<string> {
    const sessions = new Set<string>();
    for (const { session, isAbandoned } of this.#entries.values()) {
      if (session !== null && !isAbandoned && !this.isLive(session)) sessions.add(session);
    }
    return sessions;
  }

  /** A user of this node has left: at once, whatever the log comes to say. */
  removeLocal(member: LocalMember): void {
    const entry = this.#entries.get(member.user.key);
    if (entry?.member === member) this.#setMember(entry, null);
    this.#locals.delete(member.number);
  }

  /** Waits until the log has something new to say of a name, but not for longer than a given time. */
  news(key: string, timeoutMs: number): Promise<void> {
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

  /** Waits until the log has been read up to a revision. */
  reached(revision: number): Promise<void> {
    if (revision <= this.#revision) return Promise.resolve();
    return new Promise((resolve) => this.#readers.push({ revision, resolve }));
  }

  // ── The log ───────────────────────────────────────────────────────────────────────────────────────────────────────

  apply(news: RegistryNews): void {
    const meaning = readKey(news.key);
    if (meaning?.kind === "node") this.#applyNode(meaning.session, news);
    if (meaning?.kind === "name") this.#applyName(meaning.name, news);
    this.#revision = news.revision;
    if (this.#readers.length > 0) this.#tellReaders();
  }

  #tellReaders(): void {
    const readers = this.#readers;
    this.#readers = readers.filter(({ revision }) => revision > this.#revision);
    for (const { revision, resolve } of readers) if (revision <= this.#revision) resolve();
  }

  #applyNode(session: string, { revision, value }: RegistryNews): void {
    const known = this.#nodes.get(session);
    const record = value && readNodeRecord(value);
    if (known && record) {
      known.revision = revision;
      known.seenAt = performance.now();
      return this.#owner.nodeRewritten(known);
    }
    this.#meaningfulRevision = revision;
    if (record) this.#addNode({ ...record, session, revision, seenAt: performance.now() });
    else this.#removeNode(session);
  }

  #addNode(node: LiveNode): void {
    this.#nodes.set(node.session, node);
    this.#owner.nodeCame(node);
    // The first reading tells of names in the order of their last changes: some may be there before their node.
    for (const entry of this.#entriesOf(node.session)) {
      this.#setMember(entry, this.#findMember(entry, undefined));
      this.#tellNews(entry.key);
    }
  }

  #removeNode(session: string): void {
    const node = this.#nodes.get(session);
    this.#nodes.delete(session);
    const abandoned = this.#entriesOf(session);
    for (const entry of abandoned) {
      entry.isAbandoned = true;
      this.#setMember(entry, null);
      this.#tellNews(entry.key);
    }
    if (node) this.#owner.nodeLeft(node);
    if (abandoned.length > 0) this.#owner.namesAbandoned(abandoned.map(({ key }) => key));
  }

  #entriesOf(wanted: string): NameEntry[] {
    return [...this.#entries.values()].filter(({ session }) => session === wanted);
  }

  #applyName(key: string, { revision, value }: RegistryNews): void {
    this.#meaningfulRevision = revision;
    const before = this.#entries.get(key);
    const formerMember = before?.member;
    if (value) this.#setEntry(this.#readEntry(key, value, revision), before);
    else if (before) this.#removeEntry(before);
    const isLost = formerMember instanceof LocalMember && this.#entries.get(key)?.member !== formerMember;
    if (isLost) this.#owner.nameLost(formerMember);
    this.#tellNews(key);
  }

  #readEntry(key: string, value: Uint8Array, revision: number): NameEntry {
    const record = readNameRecord(value);
    const { session, name, ip, since = revision } = record ?? { session: null, name: key, ip: "" };
    return { key, session, name, ip, revision, since, member: null, isAbandoned: false };
  }

  #setEntry(entry: NameEntry, before: NameEntry | undefined): void {
    const { key, since } = entry;
    const member = this.#findMember(entry, before);
    if (before) this.#setMember(before, null);
    if (before && before.since !== since) this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (since < this.#lastSince) this.#isSorted = false;
    else this.#lastSince = since;
    this.#setMember(entry, member);
  }

  #removeEntry(entry: NameEntry): void {
    this.#setMember(entry, null);
    this.#entries.delete(entry.key);
  }

  #tellNews(key: string): void {
    for (const settle of this.#waiters.get(key) ?? []) settle();
  }

  #findMember(entry: NameEntry, before: NameEntry | undefined): Member | null {
    const { session, key, revision, since } = entry;
    if (session === null || !this.isLive(session)) return null;
    if (session === this.#owner.session) return this.#welcomeLocal(key, revision);
    const former = before ?? this.#owner.findFormer(key);
    const sameUser = former?.since === since && former.member instanceof RemoteMember ? former.member : null;
    return new RemoteMember(revision, entry, this.#owner.linkTo(session), sameUser);
  }

  /** The log says that a name is a user's of this node. */
  #welcomeLocal(key: string, revision: number): LocalMember | null {
    const member = this.#owner.findLocal(key);
    if (!member) {
      this.#owner.findsStray(key);
      return null;
    }
    this.#locals.delete(member.number);
    member.number = revision;
    this.#locals.set(revision, member);
    member.enterView();
    member.confirm();
    return member;
  }

  #setMember(entry: NameEntry, member: Member | null): void {
    this.#userCount += Number(member !== null) - Number(entry.member !== null);
    this.#remoteCount += Number(member instanceof RemoteMember) - Number(entry.member instanceof RemoteMember);
    if (member !== entry.member) this.#viewVersion = nextViewVersion();
    if (member && !entry.member) this.#lookAlikes.add(entry);
    if (!member && entry.member) this.#lookAlikes.delete(entry);
    entry.member = member;
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#entries = new Map([...this.#entries].sort(([, one], [, other]) => one.since - other.since));
    this.#isSorted = true;
  }
}

let lastViewVersion = 0;

function nextViewVersion(): number {
  lastViewVersion += 1;
  return lastViewVersion;
}
