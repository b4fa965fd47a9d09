import type { Backplane, ClaimOptions, ClaimOutcome, Mailbox } from "../backplane/backplane.ts";
import { FanOut } from "../backplane/fan-out.ts";
import { LocalMember, RemoteMember } from "../backplane/members.ts";
import type { PeerLinkHandler } from "../backplane/peer-link.ts";
import type { Act, ActResult } from "../control/act.ts";
import { LoopControl } from "../control/loop-control.ts";
import { DeliveryOutcome, type LocalOutcome } from "../delivery/delivery-outcome.ts";
import type { Sender, User } from "../delivery/user.ts";
import type { RpcPort } from "./rpc-port.ts";
import { ThreadLink } from "./thread-link.ts";
import type { Registry, RegistryClient, ThreadUser } from "./thread-message.ts";

/**
 * The backplane of one of several event loops in a process. The registry decides all claims and informs all threads in one
 * order; messages go from thread to thread directly.
 */
export class ThreadBackplane implements Backplane, PeerLinkHandler {
  readonly control = new LoopControl();
  readonly isDegraded = false;
  readonly #thread: number;
  readonly #registry: RpcPort<Registry>;
  /** The view, by key, in the order in which the registry granted the names. */
  readonly #members = new Map<string, LocalMember | RemoteMember>();
  /** The users of this thread by number, with those whose claim is not settled. */
  readonly #locals = new Map<number, LocalMember>();
  readonly #links = new Map<number, ThreadLink>();
  readonly #fanOut = new FanOut();
  #viewVersion = 0;
  #lastNumber = 0;
  #isClosed = false;

  /** @param registry - its calls go to {@link fromRegistry} */
  constructor(thread: number, registry: RpcPort<Registry>) {
    this.#thread = thread;
    this.#registry = registry;
  }

  /** The methods that the registry calls. */
  readonly fromRegistry: Omit<RegistryClient, "addressLimitReached"> = {
    linked: (thread, port) => void this.#links.set(thread, new ThreadLink(port, this)),
    joined: (user) => this.#noteJoined(user),
    left: (key, thread, number) => this.#noteLeft(key, thread, number),
    claimed: (numbers) => {
      for (const number of numbers) this.#locals.get(number)?.confirm();
    },
    refused: (number, kind) => {
      const member = this.#locals.get(number);
      this.#locals.delete(number);
      member?.dismiss({ kind });
    },
    probe: (key, number, round) =>
      afterTwoPolls(() => {
        if (this.#locals.has(number)) this.#registry.tell("probeReply", key, number, round);
      }),
    gone: (thread) => this.#noteGone(thread),
    perform: (act) => this.control.perform(act),
  };

  claim(mailbox: Mailbox, { mustDiffer = false }: ClaimOptions = {}): Promise<ClaimOutcome> {
    if (this.#isClosed) return Promise.resolve({ kind: "unavailable" });
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    const { key, name, ip } = mailbox.user;
    this.#registry.tell("claim", { number, key, name, ip }, mustDiffer);
    return new Promise((resolve) => {
      const member = new LocalMember(number, mailbox, this.#fanOut, resolve);
      this.#locals.set(number, member);
      this.#fanOut.add(member);
    });
  }

  release(mailbox: Mailbox): void {
    const { key } = mailbox.user;
    const known = this.#members.get(key);
    const member = isOf(mailbox, known) ? known : this.#findClaiming(mailbox);
    if (!member) return;
    this.#locals.delete(member.number);
    this.#registry.tell("release", member.number, key);
    if (member === known) this.#removeMember(key);
    member.dismiss({ kind: "unavailable" });
  }

  find(key: string): User | undefined {
    return this.#members.get(key)?.user;
  }

  *users(): Iterable<User> {
    for (const { user } of this.#members.values()) yield user;
  }

  get userCount(): number {
    return this.#members.size;
  }

  get viewVersion(): number {
    return this.#viewVersion;
  }

  #findClaiming(mailbox: Mailbox): LocalMember | undefined {
    for (const member of this.#locals.values()) if (isOf(mailbox, member) && !member.isConfirmed) return member;
    return undefined;
  }

  #addMember(key: string, member: LocalMember | RemoteMember): void {
    this.#members.set(key, member);
    this.#viewVersion += 1;
  }

  #removeMember(key: string): void {
    this.#members.delete(key);
    this.#viewVersion += 1;
  }

  deliver(receiver: User, line: string, sender: Mailbox): DeliveryOutcome {
    if (this.#fanOut.isInProgress) this.#fanOut.catchUp(receiver);
    // Spares the search for receivers on this thread.
    if (receiver.mailbox)
      return receiver.mailbox.deliver(line, sender) ? DeliveryOutcome.Queued : DeliveryOutcome.NoRoom;
    const member = this.#members.get(receiver.key);
    if (member?.user !== receiver) return DeliveryOutcome.Gone;
    if (member instanceof LocalMember) return member.deliver(line, sender);
    return member.link.send(member, line, sender) ? DeliveryOutcome.InFlight : DeliveryOutcome.NoRoom;
  }

  async broadcast(line: string, except: User): Promise<number> {
    const elsewhere = [...this.#links.values()].map((link) => link.shout(line));
    const counts = await Promise.all([this.#fanOut.begin(line, except, "in-view"), ...elsewhere]);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async perform(act: Act): Promise<ActResult> {
    // It fails when this node is closed meanwhile.
    return { hits: await this.#registry.call("perform", act).catch(() => 0), silent: [] };
  }

  receive(receiverNumber: number, line: string, sender: Sender): LocalOutcome {
    const receiver = this.#locals.get(receiverNumber);
    // Catching up may cut the receiver off.
    if (receiver && this.#fanOut.isInProgress) this.#fanOut.catchUp(receiver.user);
    const member = this.#locals.get(receiverNumber);
    return member ? member.deliver(line, sender) : DeliveryOutcome.Gone;
  }

  receiveForAll(line: string): Promise<number> {
    // The sender may know of a user before this thread does: a claim that is not settled counts.
    return this.#fanOut.begin(line, null, "all");
  }

  #noteJoined(user: ThreadUser): void {
    if (user.thread === this.#thread) return this.#noteOwnJoined(user);
    const link = this.#links.get(user.thread);
    if (link) this.#addMember(user.key, new RemoteMember(user.number, user, link));
  }

  #noteOwnJoined({ number, key }: ThreadUser): void {
    const member = this.#locals.get(number);
    // Withdrawn meanwhile: the release is on its way to the registry.
    if (!member) return;
    member.enterView();
    this.#addMember(key, member);
  }

  #noteLeft(key: string, thread: number, number: number): void {
    const member = this.#members.get(key);
    const isSameUser =
      member instanceof RemoteMember && member.number === number && member.link === this.#links.get(thread);
    if (isSameUser) this.#removeMember(key);
  }

  #noteGone(thread: number): void {
    const link = this.#links.get(thread);
    if (!link) return;
    this.#links.delete(thread);
    for (const [key, member] of this.#members) {
      if (member instanceof RemoteMember && member.link === link) this.#removeMember(key);
    }
    link.fail();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#registry.tell("bye");
    this.#registry.close();
    for (const link of this.#links.values()) link.close();
    const locals = [...this.#locals.values()];
    this.#links.clear();
    this.#members.clear();
    this.#locals.clear();
    this.#fanOut.close();
    for (const member of locals) member.dismiss({ kind: "unavailable" });
  }
}

function isOf(mailbox: Mailbox, member: LocalMember | RemoteMember | undefined): member is LocalMember {
  return member instanceof LocalMember && member.mailbox === mailbox;
}

/**
 * Calls back when all sockets were polled. The current poll may have passed some of them before this call; the next one
 * sees all.
 */
function afterTwoPolls(callback: () => void): void {
  setImmediate(() => setImmediate(callback));
}
