import { MessageChannel, type MessagePort } from "node:worker_threads";
import { foldName } from "@chat/protocol";
import { AddressCounts } from "../connection/address-counts.ts";
import type { Act, ActResult } from "../control/act.ts";
import { AwaitedHits } from "../control/awaited-hits.ts";
import type { ControlledChat } from "../control/control.ts";
import { LoopControl } from "../control/loop-control.ts";
import { LookAlikeIndex } from "../names/look-alike-index.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";
import { ThreadChannel } from "./thread-channel.ts";
import type { FromRegistry, ThreadUser, ToRegistry } from "./thread-message.ts";

/** A name that a user has, and the claims that wait while its owner is probed. */
interface NameEntry {
  readonly user: ThreadUser;
  waiting: WaitingClaim[];
}

interface Claim {
  readonly user: ThreadUser;
  /** Refuses a name that looks like that of a user online. */
  readonly mustDiffer: boolean;
}

interface WaitingClaim {
  readonly claim: Claim;
  /** The probe that was sent for this claim. An earlier one may have found an owner who has gone by now. */
  readonly round: number;
}

/** The number of an act whose hits nobody waits for. */
const NO_ANSWER = 0;

/** Longest wait for the reply to a probe, in milliseconds; then the name is taken. */
const PROBE_TIMEOUT_MS = 2_000;

/**
 * The registry of names, and the switchboard of a server's threads. All claims come here, so there is an order among them;
 * all threads learn of joins and leaves in the order of these decisions.
 *
 * Before a claim is refused for a user on another thread, that thread is probed, for a look-alike too: the user's connection
 * may be gone without the thread having noticed.
 */
export class NameRegistry implements ControlledChat {
  /** The bans and mutes in force, which a new thread is told. Nobody is connected to this thread. */
  readonly control = new LoopControl();
  readonly #hits = new AwaitedHits<number>();
  readonly #channels = new Map<number, ThreadChannel>();
  /** By key, in the order in which the users came. */
  readonly #names = new Map<string, NameEntry>();
  readonly #lookAlikes = new LookAlikeIndex<ThreadUser>(() => this.users());
  /** The names of the look-alikes that claims wait for, by claimant. */
  readonly #blockers = new Map<string, NameEntry>();
  readonly #addresses: AddressCounts<number>;
  readonly #probed = new DeadlineQueue<NameEntry>(PROBE_TIMEOUT_MS, (entry) => this.#refuse(entry, this.#lastRound));
  #unflushed: Set<ThreadChannel> = new Set();
  #lastThread = 0;
  #lastRound = 0;

  /** @param maxConnectionsPerAddress - over all threads; 0 for any number */
  constructor(maxConnectionsPerAddress: number) {
    this.#addresses = new AddressCounts(maxConnectionsPerAddress);
  }

  get userCount(): number {
    return this.#names.size;
  }

  /** Links a new thread with all others. Returns its number, never used before, and its port to the registry. */
  addThread(): { readonly thread: number; readonly port: MessagePort } {
    this.#lastThread += 1;
    const thread = this.#lastThread;
    const { port1, port2 } = new MessageChannel();
    const channel = new ThreadChannel(thread, port1, (message) => this.#handle(thread, message));
    for (const other of this.#channels.values()) {
      const link = new MessageChannel();
      this.#send(channel, { kind: "linked", thread: other.thread, port: link.port1 });
      this.#send(other, { kind: "linked", thread, port: link.port2 });
    }
    for (const { user } of this.#names.values()) this.#send(channel, { kind: "joined", user });
    for (const sanction of this.control.sanctions.list()) {
      this.#send(channel, { kind: "act", number: NO_ANSWER, act: { kind: "impose", sanction } });
    }
    this.#channels.set(thread, channel);
    return { thread, port: port2 };
  }

  /** Removes a dead thread: frees the names of its users and informs the others. Returns those users. */
  removeThread(thread: number): readonly ThreadUser[] {
    const channel = this.#channels.get(thread);
    if (!channel) return [];
    this.#channels.delete(thread);
    // A user whose release the thread had posted must not be reported a second time.
    channel.drain();
    this.#unflushed.delete(channel);
    channel.close();
    this.#addresses.forget(thread);
    this.#hits.gone(thread);
    for (const other of this.#channels.values()) this.#send(other, { kind: "gone", thread });
    const orphans = [...this.#names.values()].filter(({ user }) => user.thread === thread);
    for (const entry of orphans) this.#free(entry);
    return orphans.map(({ user }) => user);
  }

  /** Carries an act out on all threads. One that hangs is ended in seconds, and counts as nobody then. */
  async perform(act: Act): Promise<ActResult> {
    this.control.perform(act);
    const channels = [...this.#channels.values()].filter(this.#concerns(act));
    const threads = channels.map(({ thread }) => thread);
    const hits = await this.#hits.begin(threads, (number) => {
      for (const channel of channels) this.#send(channel, { kind: "act", number, act });
    });
    return { hits, silent: [] };
  }

  /** Returns whether an act concerns a thread: a notice to one user concerns the user's own. */
  #concerns(act: Act): (channel: ThreadChannel) => boolean {
    if (act.kind !== "tell") return () => true;
    const owner = this.#names.get(foldName(act.name))?.user.thread;
    return ({ thread }) => thread === owner;
  }

  close(): void {
    const threads = [...this.#channels.keys()];
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
    this.#unflushed.clear();
    this.#names.clear();
    this.#lookAlikes.clear();
    this.#blockers.clear();
    this.#probed.clear();
    for (const thread of threads) this.#hits.gone(thread);
  }

  #handle(thread: number, message: ToRegistry): void {
    switch (message.kind) {
      case "claim": {
        const { number, key, name, ip, mustDiffer } = message;
        return this.#claim({ user: { thread, number, key, name, ip }, mustDiffer });
      }
      case "release":
        return this.#release(thread, message.number, message.key);
      case "probe-reply": {
        const entry = this.#names.get(message.key);
        if (entry && isUser(entry.user, thread, message.number)) this.#refuse(entry, message.round);
        return;
      }
      case "connected":
        if (!this.#addresses.add(thread, message.connection, message.ip)) {
          this.#sendTo(thread, { kind: "address-limit-reached", connection: message.connection });
        }
        return;
      case "disconnected":
        return this.#addresses.delete(thread, message.connection);
      case "perform":
        return void this.#performFor(thread, message.number, message.act);
      case "performed":
        return this.#hits.answered(message.number, thread, message.hits);
      case "bye":
        this.removeThread(thread);
    }
  }

  async #performFor(thread: number, number: number, act: Act): Promise<void> {
    const { hits } = await this.perform(act);
    this.#sendTo(thread, { kind: "act-done", number, hits });
  }

  *users(): Iterable<ThreadUser> {
    for (const { user } of this.#names.values()) yield user;
  }

  #claim(claim: Claim): void {
    const { user } = claim;
    const entry = this.#findObstacle(claim);
    if (!entry) return this.#grant(user);
    // A thread knows its own users: if the owner had gone, the release would have come first.
    if (entry.user.thread === user.thread) return this.#sendRefused(entry, user);
    this.#lastRound += 1;
    const round = this.#lastRound;
    if (entry.waiting.push({ claim, round }) === 1) this.#probed.add(entry);
    if (entry.user.key !== user.key) this.#blockers.set(idOf(user), entry);
    this.#sendTo(entry.user.thread, { kind: "probe", key: entry.user.key, number: entry.user.number, round });
  }

  /** Finds the name because of which a claim can't be granted now. */
  #findObstacle({ user, mustDiffer }: Claim): NameEntry | undefined {
    const entry = this.#names.get(user.key);
    if (entry || !mustDiffer) return entry;
    const lookAlike = this.#lookAlikes.find(user);
    return lookAlike && this.#names.get(lookAlike.key);
  }

  #grant(user: ThreadUser): void {
    this.#names.set(user.key, { user, waiting: [] });
    this.#lookAlikes.add(user);
    for (const channel of this.#channels.values()) this.#send(channel, { kind: "joined", user });
    this.#channels.get(user.thread)?.confirm(user.number);
  }

  #release(thread: number, number: number, key: string): void {
    const entry = this.#names.get(key);
    if (!entry || !isUser(entry.user, thread, number)) return this.#withdraw(thread, number, entry);
    for (const channel of this.#channels.values()) {
      if (channel.thread !== thread) this.#send(channel, { kind: "left", key, thread, number });
    }
    this.#free(entry);
  }

  /** Forgets a claim that waits, for its own name or for a look-alike. */
  #withdraw(thread: number, number: number, own: NameEntry | undefined): void {
    const id = idOf({ thread, number });
    const entry = this.#blockers.get(id) ?? own;
    this.#blockers.delete(id);
    if (entry) entry.waiting = entry.waiting.filter(({ claim }) => !isUser(claim.user, thread, number));
  }

  /** Frees a name. The first claim that waits for it is granted; the others are decided by that one. */
  #free(entry: NameEntry): void {
    this.#names.delete(entry.user.key);
    this.#lookAlikes.delete(entry.user);
    this.#probed.delete(entry);
    for (const { claim } of entry.waiting) {
      this.#blockers.delete(idOf(claim.user));
      if (this.#channels.has(claim.user.thread)) this.#claim(claim);
    }
  }

  /** Refuses the claims whose probes, up to a certain one, have found the owner. */
  #refuse(entry: NameEntry, lastRound: number): void {
    const refused = entry.waiting.filter(({ round }) => round <= lastRound);
    entry.waiting = entry.waiting.filter(({ round }) => round > lastRound);
    if (entry.waiting.length > 0) this.#probed.add(entry);
    else this.#probed.delete(entry);
    for (const { claim } of refused) this.#sendRefused(entry, claim.user);
  }

  #sendRefused(entry: NameEntry, user: ThreadUser): void {
    this.#blockers.delete(idOf(user));
    const outcome = entry.user.key === user.key ? "taken" : "look-alike";
    this.#sendTo(user.thread, { kind: "refused", number: user.number, outcome });
  }

  #sendTo(thread: number, message: FromRegistry): void {
    const channel = this.#channels.get(thread);
    if (channel) this.#send(channel, message);
  }

  #send(channel: ThreadChannel, message: FromRegistry): void {
    channel.send(message);
    if (this.#unflushed.size === 0) setImmediate(this.#flush);
    this.#unflushed.add(channel);
  }

  /**
   * Flushes all channels at the end of a turn, one message to each thread. Claims are confirmed last: no user can write to
   * another before that user's thread has learned of the join.
   */
  readonly #flush = (): void => {
    const channels = this.#unflushed;
    this.#unflushed = new Set();
    for (const channel of channels) channel.flush();
    for (const channel of channels) channel.flushConfirmed();
  };
}

function idOf({ thread, number }: Pick<ThreadUser, "thread" | "number">): string {
  return `${thread}/${number}`;
}

function isUser(user: ThreadUser, thread: number, number: number): boolean {
  return user.thread === thread && user.number === number;
}
