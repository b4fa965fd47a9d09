import type { User } from "../delivery/user.ts";
import { inParallel } from "./concurrency.ts";
import { GONE, type NameRecord, type NameRecords, nameKey, nodeKey } from "./name-records.ts";
import type { NameEntry, Presence } from "./presence.ts";
import { CLAIM_NEWS_MS, MAX_CLAIM_ATTEMPTS, NAMES_IN_FLIGHT } from "./timing.ts";

export interface ClaimOptions {
  /** The user had the name already, by an earlier session of this node, and was here all the time. */
  readonly isReturning?: boolean;
}

/** What became of a claim: as with `ClaimOutcome`, and where in the log it stands. */
type WriteOutcome =
  | { readonly kind: "claimed"; readonly revision: number }
  | { readonly kind: "taken" }
  | { readonly kind: "unavailable" };

/**
 * Writes names into the records for one session. A name is had by whoever wrote its record, as long as the session in it
 * lives: to write is to claim, and that each write names the revision that it replaces lets only one of many win.
 */
export class NameClaims {
  readonly #records: NameRecords;
  readonly #presence: Presence;
  readonly #session: string;
  readonly #formerSessions: ReadonlySet<string>;

  /** @param formerSessions - earlier sessions of this node: their names are its own */
  constructor(records: NameRecords, presence: Presence, session: string, formerSessions: ReadonlySet<string>) {
    this.#records = records;
    this.#presence = presence;
    this.#session = session;
    this.#formerSessions = formerSessions;
  }

  /** Writes a name for a user of this node, who has it when the log shows it. */
  async claim(user: User, { isReturning = false }: ClaimOptions = {}): Promise<WriteOutcome> {
    for (let attempt = 0; attempt < MAX_CLAIM_ATTEMPTS; attempt++) {
      const entry = this.#presence.findEntry(user.key);
      const isFree = !entry || this.#isFree(entry);
      // The copy may be behind: a name that looks taken may have been given back.
      const revision = await this.#write(user, isFree ? entry : undefined, isReturning);
      if (revision !== null) return { kind: "claimed", revision };
      if (!isFree) {
        if (!this.#isUnknown(entry)) return { kind: "taken" };
        await this.#bury(entry.session);
        if (!this.#isUnknown(entry)) continue;
      }
      // Somebody has just written it, or its owner's node is to be heard of. The log tells, if it has not done so yet.
      if (this.#presence.findEntry(user.key) === entry) await this.#presence.news(user.key, CLAIM_NEWS_MS);
    }
    return { kind: "unavailable" };
  }

  /** Gives back a name that is recorded for this session. */
  async free(key: string): Promise<void> {
    const entry = this.#presence.findEntry(key);
    if (entry?.session !== this.#session) return;
    await this.#records.delete(nameKey(key), entry.revision);
    // Not faster than the log is read: see `NAMES_IN_FLIGHT`.
    if (this.#presence.findEntry(key) === entry) await this.#presence.news(key, CLAIM_NEWS_MS);
  }

  /** Deletes records of sessions that are gone. Others may do the same, or claim such a name: that is no conflict. */
  cleanUp(keys: Iterable<string>): Promise<void> {
    return inParallel(NAMES_IN_FLIGHT, keys, async (key) => {
      const entry = this.#presence.findEntry(key);
      if (entry?.isAbandoned) await this.#records.delete(nameKey(key), entry.revision);
    });
  }

  /**
   * Makes sure of sessions of which the log has told nothing: those that are over are declared so in the log, of the others
   * it will tell.
   */
  async settleUnknown(): Promise<void> {
    for (const session of this.#presence.unknownSessions()) await this.#bury(session);
  }

  #isFree({ session, isAbandoned }: NameEntry): boolean {
    return isAbandoned || session === this.#session || (session !== null && this.#formerSessions.has(session));
  }

  #isUnknown(entry: NameEntry): entry is NameEntry & { session: string } {
    return entry.session !== null && !entry.isAbandoned && !this.#presence.isLive(entry.session);
  }

  /**
   * Declares a session gone whose key is not there: to write it is only possible then, and its node can never write it
   * again. That this node has not heard of a session is no reason to give its names away: while the log is read for the
   * first time, a rewrite moves the key further behind.
   */
  async #bury(session: string): Promise<void> {
    const revision = await this.#records.create(nodeKey(session), GONE);
    if (revision !== null) await this.#records.delete(nodeKey(session), revision);
  }

  #write({ key, name, ip }: User, entry: NameEntry | undefined, isReturning: boolean): Promise<number | null> {
    // Whoever stayed while the node began a new session, before the old one was gone, was online all the time.
    const isContinued = isReturning && entry?.session != null && this.#presence.isLive(entry.session);
    const since = isContinued ? { since: entry.since } : {};
    const record: NameRecord = { name, ip, session: this.#session, ...since };
    const value = JSON.stringify(record);
    if (!entry) return this.#records.create(nameKey(key), value);
    return this.#records.update(nameKey(key), value, entry.revision);
  }
}
