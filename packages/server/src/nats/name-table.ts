import { type LocalMember, RemoteMember } from "../backplane/members.ts";
import { startLine } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";
import { LookAlikeIndex } from "../names/look-alike-index.ts";
import type { Named } from "../names/skeleton.ts";
import { Departures } from "./departures.ts";

/** A user online, on this node or another. */
export type Member = LocalMember | RemoteMember;

/** A name that has a record. Only the {@link NameTable} changes it. */
export interface NameEntry {
  /** The folded name. */
  readonly key: string;
  /** The name as its owner writes it. */
  readonly name: string;
  readonly ip: string;
  /** `null` when the record is malformed: nobody has the name. */
  readonly session: string | null;
  readonly revision: number;
  /** Revision at which the owner came online. It orders the users. */
  readonly since: number;
  /** The user who has the name; `null` while none is known. */
  member: Member | null;
  /** True when the log has shown that the session has gone: the name is free. An unknown session proves nothing. */
  isAbandoned: boolean;
}

/** The names that have records, and the users who have them. */
export class NameTable {
  readonly departures = new Departures();
  #entries = new Map<string, NameEntry>();
  readonly #lookAlikes = new LookAlikeIndex<NameEntry>(() => this.#ownedEntries());
  #viewVersion = nextViewVersion();
  #userCount = 0;
  #remoteCount = 0;
  #lastSince = 0;
  #isSorted = true;

  get userCount(): number {
    return this.#userCount;
  }

  get remoteCount(): number {
    return this.#remoteCount;
  }

  /** A number that differs after every change of the users online, and between any two tables. */
  get viewVersion(): number {
    return this.#viewVersion;
  }

  /** Lists the users online in the order in which they came. */
  *users(): Iterable<User> {
    this.#sort();
    for (const { member } of this.#entries.values()) if (member) yield member.user;
  }

  entries(): Iterable<NameEntry> {
    return this.#entries.values();
  }

  find(key: string): NameEntry | undefined {
    return this.#entries.get(key);
  }

  /** Finds a user online with another name that looks the same. */
  findLookAlike(newcomer: Named): NameEntry | undefined {
    return this.#lookAlikes.find(newcomer);
  }

  /** Lists the keys of names that are recorded for sessions that have gone. */
  abandonedKeys(): string[] {
    return [...this.#entries.values()].filter(({ isAbandoned }) => isAbandoned).map(({ key }) => key);
  }

  /** Adds an entry and its user, or replaces the entry of the same name. */
  set(entry: NameEntry, member: Member | null): void {
    const { key, since } = entry;
    const before = this.#entries.get(key);
    if (before) this.setMember(before, null);
    if (before && before.since !== since) this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (since < this.#lastSince) this.#isSorted = false;
    else this.#lastSince = since;
    this.setMember(entry, member);
  }

  delete(entry: NameEntry): void {
    this.setMember(entry, null);
    this.#entries.delete(entry.key);
  }

  setMember(entry: NameEntry, member: Member | null): void {
    this.#userCount += Number(member !== null) - Number(entry.member !== null);
    this.#remoteCount += Number(member instanceof RemoteMember) - Number(entry.member instanceof RemoteMember);
    if (member !== entry.member) this.#viewVersion = nextViewVersion();
    if (member && !entry.member) this.#lookAlikes.add(entry);
    if (!member && entry.member) this.#noteDeparture(entry);
    entry.member = member;
  }

  /** Removes a user from the name that it has. The record stays. */
  removeMember(member: Member): void {
    const entry = this.#entries.get(member.user.key);
    if (entry?.member === member) this.setMember(entry, null);
  }

  /** Marks all names of a session that has gone. Returns their keys. */
  abandon(session: string): string[] {
    const abandoned = this.entriesOf(session);
    for (const entry of abandoned) {
      entry.isAbandoned = true;
      this.setMember(entry, null);
    }
    return abandoned.map(({ key }) => key);
  }

  entriesOf(wanted: string): NameEntry[] {
    return [...this.#entries.values()].filter(({ session }) => session === wanted);
  }

  #noteDeparture(entry: NameEntry): void {
    this.#lookAlikes.delete(entry);
    const { member, session, isAbandoned, name, ip } = entry;
    // Nothing is taken from a session that has gone.
    if (member instanceof RemoteMember && session !== null && !isAbandoned) {
      this.departures.add(session, startLine(name, ip));
    }
  }

  *#ownedEntries(): Iterable<NameEntry> {
    for (const entry of this.#entries.values()) if (entry.member) yield entry;
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
