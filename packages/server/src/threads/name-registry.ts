import { MessageChannel, type MessagePort } from "node:worker_threads";
import { LookAlikeIndex } from "../names/look-alike-index.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";
import { AddressCounts } from "./address-counts.ts";
import { ThreadChannel } from "./thread-channel.ts";
import type { FromRegistry, ThreadUser, ToRegistry } from "./thread-message.ts";

/** A name that somebody has, and those who want it, or one that looks like it, while the owner is looked for. */
interface NameEntry {
  readonly user: ThreadUser;
  wantedBy: Claimant[];
}

/** Somebody who wants a name. */
interface Claim {
  readonly user: ThreadUser;
  /** Refuses a name that looks like that of a user online. */
  readonly mustDiffer: boolean;
}

interface Claimant {
  readonly claim: Claim;
  /** The look for the owner that was asked for when this one came: an earlier one may have seen an owner gone by now. */
  readonly look: number;
}

/** How long a thread may look for the owner of a name that somebody wants, in milliseconds; then the name is taken. */
const LOOK_TIMEOUT_MS = 2_000;

/**
 * What the threads of a server have in common: it links them, and decides who has a name. All claims come here, so one is
 * before the other; all threads hear of all joins and leaves in the order in which they are decided.
 *
 * A name that is taken on another thread is looked for there before a claim is refused, and so is one that looks like it: the
 * connection of its owner may be gone, and that thread not have come to notice.
 */
export class NameRegistry {
  readonly #lines = new Map<number, ThreadChannel>();
  /** By key, those who came first in front. */
  readonly #names = new Map<string, NameEntry>();
  readonly #lookAlikes = new LookAlikeIndex<ThreadUser>(() => this.#users());
  /** The names because of whose looks claims of other names wait, by claimant. */
  readonly #imitated = new Map<string, NameEntry>();
  readonly #addresses: AddressCounts;
  readonly #lookedFor = new DeadlineQueue<NameEntry>(LOOK_TIMEOUT_MS, (entry) => this.#refuse(entry, this.#lastLook));
  #dirty: Set<ThreadChannel> = new Set();
  #lastThread = 0;
  #lastLook = 0;

  /** @param maxConnectionsPerAddress - over all threads; 0 for any number */
  constructor(maxConnectionsPerAddress: number) {
    this.#addresses = new AddressCounts(maxConnectionsPerAddress);
  }

  /** Users online, on all threads. */
  get userCount(): number {
    return this.#names.size;
  }

  /** Links a new thread with all others. It gets a number that no other ever had, and a port to the registry. */
  addThread(): { readonly thread: number; readonly port: MessagePort } {
    this.#lastThread += 1;
    const thread = this.#lastThread;
    const { port1, port2 } = new MessageChannel();
    const line = new ThreadChannel(thread, port1, (message) => this.#hear(thread, message));
    for (const other of this.#lines.values()) {
      const link = new MessageChannel();
      this.#tell(line, { kind: "linked", thread: other.thread, port: link.port1 });
      this.#tell(other, { kind: "linked", thread, port: link.port2 });
    }
    for (const { user } of this.#names.values()) this.#tell(line, { kind: "joined", user });
    this.#lines.set(thread, line);
    return { thread, port: port2 };
  }

  /** A thread is no more: frees the names of its users, tells the others, and gives those users. */
  removeThread(thread: number): readonly ThreadUser[] {
    const line = this.#lines.get(thread);
    if (!line) return [];
    this.#lines.delete(thread);
    // Of a user that it knew to have left, nobody is to hear a second time.
    line.hearOut();
    this.#dirty.delete(line);
    line.close();
    this.#addresses.forget(thread);
    for (const other of this.#lines.values()) this.#tell(other, { kind: "gone", thread });
    const orphans = [...this.#names.values()].filter(({ user }) => user.thread === thread);
    for (const entry of orphans) this.#free(entry);
    return orphans.map(({ user }) => user);
  }

  /** Hears and tells nothing any more. */
  close(): void {
    for (const line of this.#lines.values()) line.close();
    this.#lines.clear();
    this.#dirty.clear();
    this.#names.clear();
    this.#lookAlikes.clear();
    this.#imitated.clear();
    this.#lookedFor.clear();
  }

  #hear(thread: number, message: ToRegistry): void {
    switch (message.kind) {
      case "claim": {
        const { number, key, name, ip, mustDiffer } = message;
        return this.#claim({ user: { thread, number, key, name, ip }, mustDiffer });
      }
      case "release":
        return this.#release(thread, message.number, message.key);
      case "probe-reply": {
        const entry = this.#names.get(message.key);
        if (entry && isUser(entry.user, thread, message.number)) this.#refuse(entry, message.look);
        return;
      }
      case "connected":
        if (!this.#addresses.add(thread, message.connection, message.ip)) {
          this.#tellThread(thread, { kind: "address-limit-reached", connection: message.connection });
        }
        return;
      case "disconnected":
        return this.#addresses.delete(thread, message.connection);
      case "bye":
        this.removeThread(thread);
    }
  }

  // ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  *#users(): Iterable<ThreadUser> {
    for (const { user } of this.#names.values()) yield user;
  }

  #claim(claim: Claim): void {
    const { user } = claim;
    const entry = this.#findObstacle(claim);
    if (!entry) return this.#give(user);
    // What a thread says of its own users is what it knows of them: had the owner gone, the release had come first.
    if (entry.user.thread === user.thread) return this.#tellRefused(entry, user);
    this.#lastLook += 1;
    const look = this.#lastLook;
    if (entry.wantedBy.push({ claim, look }) === 1) this.#lookedFor.add(entry);
    if (entry.user.key !== user.key) this.#imitated.set(idOf(user), entry);
    this.#tellThread(entry.user.thread, { kind: "probe", key: entry.user.key, number: entry.user.number, look });
  }

  /** Finds the name because of which a claim can't be granted now. */
  #findObstacle({ user, mustDiffer }: Claim): NameEntry | undefined {
    const entry = this.#names.get(user.key);
    if (entry || !mustDiffer) return entry;
    const imitated = this.#lookAlikes.find(user);
    return imitated && this.#names.get(imitated.key);
  }

  #give(user: ThreadUser): void {
    this.#names.set(user.key, { user, wantedBy: [] });
    this.#lookAlikes.add(user);
    for (const line of this.#lines.values()) this.#tell(line, { kind: "joined", user });
    this.#lines.get(user.thread)?.confirm(user.number);
  }

  #release(thread: number, number: number, key: string): void {
    const entry = this.#names.get(key);
    if (!entry || !isUser(entry.user, thread, number)) return this.#withdraw(thread, number, entry);
    for (const line of this.#lines.values()) {
      if (line.thread !== thread) this.#tell(line, { kind: "left", key, thread, number });
    }
    this.#free(entry);
  }

  /** Forgets a claim that waited, for its own name or because of one that it looks like. */
  #withdraw(thread: number, number: number, own: NameEntry | undefined): void {
    const id = idOf({ thread, number });
    const entry = this.#imitated.get(id) ?? own;
    this.#imitated.delete(id);
    if (entry) entry.wantedBy = entry.wantedBy.filter(({ claim }) => !isUser(claim.user, thread, number));
  }

  /** Frees a name. Who wanted it has it now, the first of them; the others wait for what becomes of that one. */
  #free(entry: NameEntry): void {
    this.#names.delete(entry.user.key);
    this.#lookAlikes.delete(entry.user);
    this.#lookedFor.delete(entry);
    for (const { claim } of entry.wantedBy) {
      this.#imitated.delete(idOf(claim.user));
      if (this.#lines.has(claim.user.thread)) this.#claim(claim);
    }
  }

  /** Refuses those for whom the owner was looked for up to a certain look. */
  #refuse(entry: NameEntry, lastLook: number): void {
    const refused = entry.wantedBy.filter(({ look }) => look <= lastLook);
    entry.wantedBy = entry.wantedBy.filter(({ look }) => look > lastLook);
    if (entry.wantedBy.length > 0) this.#lookedFor.add(entry);
    else this.#lookedFor.delete(entry);
    for (const { claim } of refused) this.#tellRefused(entry, claim.user);
  }

  #tellRefused(entry: NameEntry, user: ThreadUser): void {
    this.#imitated.delete(idOf(user));
    const outcome = entry.user.key === user.key ? "taken" : "look-alike";
    this.#tellThread(user.thread, { kind: "refused", number: user.number, outcome });
  }

  // ── What threads are told ─────────────────────────────────────────────────────────────────────────────────────────

  #tellThread(thread: number, message: FromRegistry): void {
    const line = this.#lines.get(thread);
    if (line) this.#tell(line, message);
  }

  #tell(line: ThreadChannel, message: FromRegistry): void {
    line.tell(message);
    if (this.#dirty.size === 0) setImmediate(this.#flush);
    this.#dirty.add(line);
  }

  /**
   * One message to each thread for all that a turn has brought. Those who joined learn it last: nobody can then hear from
   * a user of whom another thread has not heard.
   */
  readonly #flush = (): void => {
    const lines = this.#dirty;
    this.#dirty = new Set();
    for (const line of lines) line.flush();
    for (const line of lines) line.flushConfirmed();
  };
}

/** A name that nobody else has. */
function idOf({ thread, number }: Pick<ThreadUser, "thread" | "number">): string {
  return `${thread}/${number}`;
}

function isUser(user: ThreadUser, thread: number, number: number): boolean {
  return user.thread === thread && user.number === number;
}
