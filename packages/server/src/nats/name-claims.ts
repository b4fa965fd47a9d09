import type { User } from "../delivery/user.ts";
import { inParallel } from "./concurrency.ts";
import { FENCED, type NameRecord, type NameRecords, nameKey, nodeKey } from "./name-records.ts";
import type { NameEntry } from "./name-table.ts";
import type { Presence } from "./presence.ts";
import { CLAIM_CHANGE_MS, MAX_CLAIM_ATTEMPTS, NAMES_IN_FLIGHT } from "./timing.ts";

export interface ClaimOptions {
  /** True for a user who had the name by an earlier session of this node and was online all the time. */
  readonly isReturning?: boolean;
}

/** The result of a claim, with its revision when it is won. */
type WriteOutcome =
  | { readonly kind: "claimed"; readonly revision: number }
  | { readonly kind: "taken" | "unavailable" };

/**
 * Writes names into the records for one session. The owner of a name is the user who wrote its record, while the session in
 * the record lives. A write is a claim: it names the revision that it replaces, so only one of many succeeds.
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

  /** Writes a name for a user of this node, who owns it once the log shows it. */
  async claim(user: User, { isReturning = false }: ClaimOptions = {}): Promise<WriteOutcome> {
    const { names } = this.#presence;
    for (let attempt = 0; attempt < MAX_CLAIM_ATTEMPTS; attempt++) {
      const entry = names.find(user.key);
      const isFree = !entry || this.#isFree(entry);
      // This node's copy may be behind: a name that looks taken may be free again.
      const revision = await this.#write(user, isFree ? entry : undefined, isReturning);
      if (revision !== null) return { kind: "claimed", revision };
      if (!isFree) {
        if (!this.#isUnknown(entry)) return { kind: "taken" };
        await this.#fence(entry.session);
        if (!this.#isUnknown(entry)) continue;
      }
      // Another node has just written the record, or the log is about to show its session. Either is a change of the name.
      if (names.find(user.key) === entry) await this.#presence.change(user.key, CLAIM_CHANGE_MS);
    }
    return { kind: "unavailable" };
  }

  /** Releases a name that is recorded for this session. */
  async release(key: string): Promise<void> {
    const { names } = this.#presence;
    const entry = names.find(key);
    if (entry?.session !== this.#session) return;
    await this.#records.delete(nameKey(key), entry.revision);
    // Releases must not outrun the log: see `NAMES_IN_FLIGHT`.
    if (names.find(key) === entry) await this.#presence.change(key, CLAIM_CHANGE_MS);
  }

  /** Deletes records of sessions that have gone. Other nodes may delete or claim them too; that is no conflict. */
  cleanUp(keys: Iterable<string>): Promise<void> {
    return inParallel(NAMES_IN_FLIGHT, keys, async (key) => {
      const entry = this.#presence.names.find(key);
      if (entry?.isAbandoned) await this.#records.delete(nameKey(key), entry.revision);
    });
  }

  /** Fences all sessions that names are recorded for and that the log has not shown. Of those that live, it shows the key. */
  async fenceUnknown(): Promise<void> {
    for (const session of this.#presence.unknownSessions()) await this.#fence(session);
  }

  #isFree({ session, isAbandoned }: NameEntry): boolean {
    return isAbandoned || session === this.#session || (session !== null && this.#formerSessions.has(session));
  }

  #isUnknown(entry: NameEntry): entry is NameEntry & { session: string } {
    return entry.session !== null && !entry.isAbandoned && !this.#presence.isLive(entry.session);
  }

  /**
   * Fences a session whose key is absent: only then does this write succeed, and the session's node can never write the key
   * again. An unknown session proves nothing: during the first reading of the log, a rewrite moves its key further behind.
   */
  async #fence(session: string): Promise<void> {
    const revision = await this.#records.create(nodeKey(session), FENCED);
    if (revision !== null) await this.#records.delete(nodeKey(session), revision);
  }

  #write({ key, name, ip }: User, entry: NameEntry | undefined, isReturning: boolean): Promise<number | null> {
    // A user who stayed online while the node changed sessions keeps the place in the list.
    const isContinued = isReturning && entry?.session != null && this.#presence.isLive(entry.session);
    const since = isContinued ? { since: entry.since } : {};
    const record: NameRecord = { name, ip, session: this.#session, ...since };
    const value = JSON.stringify(record);
    if (!entry) return this.#records.create(nameKey(key), value);
    return this.#records.update(nameKey(key), value, entry.revision);
  }
}
