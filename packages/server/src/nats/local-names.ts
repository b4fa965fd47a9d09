import { displayText } from "@chat/protocol";
import type { ClaimOutcome, Mailbox } from "../backplane/backplane.ts";
import type { FanOut } from "../backplane/fan-out.ts";
import { LocalMember } from "../backplane/members.ts";
import type { User } from "../delivery/user.ts";
import type { Logger } from "../logger.ts";
import { LookAlikeIndex } from "../names/look-alike-index.ts";
import { inParallel, KeyedQueue } from "./concurrency.ts";
import type { NameEntry, NameTable } from "./name-table.ts";
import type { LocalMembers } from "./presence.ts";
import type { Session } from "./session.ts";
import { NAMES_IN_FLIGHT } from "./timing.ts";

/** The current session and view of the node. Both are replaced while it runs. */
export interface CurrentSession {
  readonly session: Session | null;
  readonly view: NameTable | null;
}

/**
 * The names of this node's users. Claims and releases of one name are settled one after another, in the order in which they
 * were asked for; a session writes them to the records.
 */
export class LocalNames implements LocalMembers {
  readonly #fanOut: FanOut;
  readonly #current: CurrentSession;
  readonly #logger: Logger;
  /** Users of this node by name, with those whose claim is being written. */
  readonly #members = new Map<string, LocalMember>();
  /** The same users, for claims that must differ: the view has no claims that are being written. */
  readonly #lookAlikes = new LookAlikeIndex<User>(() => [...this.#members.values()].map(({ user }) => user));
  /** Claims that wait for earlier claims and releases of their names. */
  readonly #waiting = new Map<Mailbox, LocalMember>();
  /** Names whose records wait to be written again. */
  readonly #overwritten = new Set<string>();
  readonly #queue = new KeyedQueue(NAMES_IN_FLIGHT);

  constructor(fanOut: FanOut, current: CurrentSession, logger: Logger) {
    this.#fanOut = fanOut;
    this.#current = current;
    this.#logger = logger;
  }

  findLocal(key: string): LocalMember | undefined {
    return this.#members.get(key);
  }

  findFormer(key: string): NameEntry | undefined {
    return this.#current.view?.find(key);
  }

  claim(mailbox: Mailbox, mustDiffer: boolean): Promise<ClaimOutcome> {
    return new Promise((resolve) => {
      const member = new LocalMember(0, mailbox, this.#fanOut, resolve);
      this.#waiting.set(mailbox, member);
      this.#queue.run(mailbox.user.key, () => this.#claim(member, mustDiffer));
    });
  }

  release(mailbox: Mailbox): void {
    const { key } = mailbox.user;
    const member = this.#members.get(key);
    if (member?.mailbox === mailbox) {
      this.#remove(member);
      this.#queue.run(key, async () => {
        await this.#release(key);
        // An open claim settles when its name is free.
        member.dismiss({ kind: "unavailable" });
      });
    } else {
      const claimant = this.#waiting.get(mailbox);
      this.#waiting.delete(mailbox);
      claimant?.dismiss({ kind: "unavailable" });
    }
  }

  /** Releases all names. Resolves when that is done, and all earlier claims are settled. */
  async releaseAll(): Promise<void> {
    for (const { mailbox } of [...this.#members.values(), ...this.#waiting.values()]) this.release(mailbox);
    await this.#queue.idle();
  }

  /** Releases the name of an orphaned record, unless a user claims it before its turn comes. */
  orphanFound(key: string): void {
    this.#queue.run(key, () => this.#release(key));
  }

  /** Claims all names again by a new session. */
  async claimAgain(session: Session): Promise<void> {
    await inParallel(NAMES_IN_FLIGHT, [...this.#members.values()], (member) =>
      this.#queue.run(member.user.key, () => this.#claimAgain(member, session)),
    );
  }

  /** Writes the record of a user again, who has had the name all the time. */
  recordOverwritten(member: LocalMember): void {
    const { key } = member.user;
    if (this.#overwritten.has(key)) return;
    this.#overwritten.add(key);
    this.#queue.run(key, async () => {
      this.#overwritten.delete(key);
      await this.#writeAgain(member);
    });
  }

  /** Ends the connection of a user whose name is another's now. */
  #loseName(member: LocalMember): void {
    const { user, mailbox } = member;
    this.#logger.warn({ event: "name-lost", name: user.name }, `NATS: lost the name ${displayText(user.name)}`);
    this.#remove(member);
    mailbox.loseName();
  }

  async #claim(member: LocalMember, mustDiffer: boolean): Promise<void> {
    if (!this.#waiting.delete(member.mailbox)) return;
    const { session } = this.#current;
    const { user } = member;
    if (!session?.canExchange) return member.dismiss({ kind: "unavailable" });
    if (this.#members.has(user.key)) return member.dismiss({ kind: "taken" });
    if (mustDiffer && this.#looksLikeAnother(user, session)) return member.dismiss({ kind: "look-alike" });
    this.#members.set(user.key, member);
    this.#fanOut.add(member);
    this.#lookAlikes.add(user);
    const outcome = await session.claim(user);
    // A claim that the log has shown is won, even if the session ended afterwards.
    if (member.isConfirmed || this.#members.get(user.key) !== member) return;
    this.#remove(member);
    member.dismiss({ kind: outcome === "claimed" ? "taken" : outcome });
    // The name has another user all the same. If that one is gone, the record would keep it for nobody.
    if (outcome === "claimed") this.orphanFound(user.key);
  }

  /** Claims a name until its record is the user's again. */
  async #writeAgain(member: LocalMember): Promise<void> {
    const { user } = member;
    const isHere = () => this.#members.get(user.key) === member;
    for (let { session } = this.#current; isHere() && session?.canExchange; { session } = this.#current) {
      if ((await session.claim(user, { isReturning: true })) === "claimed") return;
    }
  }

  /** Compares a name with those of other users. The same name does not count: the claim decides whose it is. */
  #looksLikeAnother(user: User, { presence }: Session): boolean {
    return (this.#lookAlikes.find(user) ?? presence.names.findLookAlike(user)) !== undefined;
  }

  async #claimAgain(member: LocalMember, session: Session): Promise<void> {
    const { user } = member;
    if (this.#members.get(user.key) !== member) return;
    const outcome = await session.claim(user, { isReturning: true });
    if (outcome === "unavailable") session.end("a name could not be claimed again");
    // A user who has left meanwhile loses nothing.
    if (outcome === "taken" && this.#members.get(user.key) === member) this.#loseName(member);
  }

  async #release(key: string): Promise<void> {
    // Without a session there is nothing to write: the record is void with the session that it names.
    if (!this.#members.has(key)) await this.#current.session?.release(key);
  }

  #remove(member: LocalMember): void {
    const { key } = member.user;
    const present = this.#members.get(key);
    this.#members.delete(key);
    if (present) this.#lookAlikes.delete(present.user);
    this.#current.view?.removeMember(member);
    this.#current.session?.presence.removeLocal(member);
    member.leave();
  }
}
