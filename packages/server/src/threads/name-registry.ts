import { MessageChannel, type MessagePort } from "node:worker_threads";
import { foldName } from "@chat/protocol";
import { AddressCounts } from "../connection/address-counts.ts";
import type { Act, ActResult } from "../control/act.ts";
import type { ControlledChat } from "../control/control.ts";
import { LoopControl } from "../control/loop-control.ts";
import { LookAlikeIndex } from "../names/look-alike-index.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";
import { TurnBatch } from "../timing/turn-batch.ts";
import { RpcPort } from "./rpc-port.ts";
import type { Registry, RegistryClient, ThreadUser } from "./thread-message.ts";

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
  readonly #channels = new Map<number, RpcPort<RegistryClient>>();
  /** By key, in the order in which the users came. */
  readonly #names = new Map<string, NameEntry>();
  readonly #lookAlikes = new LookAlikeIndex<ThreadUser>(() => this.users());
  /** The names of the look-alikes that claims wait for, by claimant. */
  readonly #blockers = new Map<string, NameEntry>();
  readonly #addresses: AddressCounts<number>;
  readonly #probed = new DeadlineQueue<NameEntry>(PROBE_TIMEOUT_MS, (entry) => this.#refuse(entry, this.#lastRound));
  readonly #granted = new TurnBatch<ThreadUser>((users) => this.#confirm(users));
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
    const channel = new RpcPort<RegistryClient>(port1);
    channel.serve(this.#methodsFor(thread));
    for (const [number, other] of this.#channels) {
      const link = new MessageChannel();
      channel.tell("linked", number, link.port1);
      other.tell("linked", thread, link.port2);
    }
    for (const user of this.users()) channel.tell("joined", user);
    for (const sanction of this.control.sanctions.list()) channel.tell("perform", { kind: "impose", sanction });
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
    channel.close();
    this.#addresses.forget(thread);
    for (const other of this.#channels.values()) other.tell("gone", thread);
    const orphans = [...this.#names.values()].filter(({ user }) => user.thread === thread);
    for (const entry of orphans) this.#free(entry);
    return orphans.map(({ user }) => user);
  }

  /** Carries an act out on all threads. One that hangs is ended in seconds, and counts as nobody then. */
  async perform(act: Act): Promise<ActResult> {
    this.control.perform(act);
    const answers = this.#channelsFor(act).map((channel) => channel.call("perform", act).catch(() => 0));
    const hits = await Promise.all(answers);
    return { hits: hits.reduce((sum, ofThread) => sum + ofThread, 0), silent: [] };
  }

  /** Returns the channels of the threads that an act concerns: a notice to one user concerns the user's own. */
  #channelsFor(act: Act): RpcPort<RegistryClient>[] {
    if (act.kind !== "tell") return [...this.#channels.values()];
    const owner = this.#channels.get(this.#names.get(foldName(act.name))?.user.thread ?? 0);
    return owner ? [owner] : [];
  }

  close(): void {
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
    this.#names.clear();
    this.#lookAlikes.clear();
    this.#blockers.clear();
    this.#probed.clear();
  }

  /** The methods that a thread calls. */
  #methodsFor(thread: number): Registry {
    return {
      claim: (user, mustDiffer) => this.#claim({ user: { thread, ...user }, mustDiffer }),
      release: (number, key) => this.#release(thread, number, key),
      probeReply: (key, number, round) => {
        const entry = this.#names.get(key);
        if (entry && isUser(entry.user, thread, number)) this.#refuse(entry, round);
      },
      connected: (connection, ip) => {
        const hasRoom = this.#addresses.add(thread, connection, ip);
        if (!hasRoom) this.#channels.get(thread)?.tell("addressLimitReached", connection);
      },
      disconnected: (connection) => this.#addresses.delete(thread, connection),
      perform: async (act) => (await this.perform(act)).hits,
      bye: () => void this.removeThread(thread),
    };
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
    this.#channels.get(entry.user.thread)?.tell("probe", entry.user.key, entry.user.number, round);
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
    for (const channel of this.#channels.values()) channel.tell("joined", user);
    this.#granted.add(user);
  }

  /**
   * Confirms the claims that were granted in a turn, when all threads have learned of these users: no user can write to another
   * before that user's thread has learned of the join.
   */
  #confirm(granted: readonly ThreadUser[]): void {
    for (const channel of this.#channels.values()) channel.flush();
    for (const [thread, users] of Map.groupBy(granted, (user) => user.thread)) {
      const channel = this.#channels.get(thread);
      const numbers = users.map(({ number }) => number);
      channel?.tell("claimed", numbers);
      channel?.flush();
    }
  }

  #release(thread: number, number: number, key: string): void {
    const entry = this.#names.get(key);
    if (!entry || !isUser(entry.user, thread, number)) return this.#withdraw(thread, number, entry);
    for (const [other, channel] of this.#channels) if (other !== thread) channel.tell("left", key, thread, number);
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
    this.#channels.get(user.thread)?.tell("refused", user.number, outcome);
  }
}

function idOf({ thread, number }: Pick<ThreadUser, "thread" | "number">): string {
  return `${thread}/${number}`;
}

function isUser(user: ThreadUser, thread: number, number: number): boolean {
  return user.thread === thread && user.number === number;
}
