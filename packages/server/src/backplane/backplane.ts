import type { User } from "../delivery/user.ts";
import type { ShoutReceiver } from "./fan-out.ts";

/** What became of a direct message when it was handed over. */
export const DeliveryOutcome = {
  /** It is in the receiver's queue. */
  Queued: "queued",
  /** The receiver's queue has no room for it. */
  NoRoom: "no-room",
  /** The receiver is not online any more. */
  Gone: "gone",
  /** It travels to another node. What becomes of it there, the {@link DeliveryReceipt} of the sender is told. */
  InFlight: "in-flight",
} as const;
export type DeliveryOutcome = (typeof DeliveryOutcome)[keyof typeof DeliveryOutcome];

/** What becomes of the wish to have a name. */
export type ClaimOutcome =
  | { readonly kind: "claimed" }
  | { readonly kind: "taken" }
  /** Nobody has it, but it looks like the name of a user online. */
  | { readonly kind: "look-alike" }
  /** Whether it is taken can't be found out now. */
  | { readonly kind: "unavailable" };

/** Options of a claim. */
export interface ClaimOptions {
  /**
   * Refuses the name when it looks like that of a user online: promise 8 of {@link Backplane}.
   * @default false
   */
  readonly mustDiffer?: boolean;
}

/** Who sent a direct message, as far as the mailbox cares that takes it. */
export interface Sender {
  /** Learns that so many of its direct messages to somebody may not have arrived. */
  undeliverable(receiverName: string, count: number): void;
  /**
   * Learns that its message was written: the kernel of the receiver's machine has it. Of a message that a mailbox took,
   * exactly one of this and {@link undeliverable} is called, unless the receiver's node closes or dies before.
   *
   * Only a sender that stands for one message from another node has it, to tell that node so. A user of this node does
   * without, and costs nothing.
   */
  written?(): void;
}

/** The way of a direct message to another node, as its sender follows it: one of these is called, once. */
export interface DeliveryReceipt {
  /** It is in the receiver's queue, or was lost with the receiver's node: {@link Sender.undeliverable} tells of that. */
  delivered(): void;
  /** It was not taken, and that is the answer to it. */
  refused(receiverName: string, outcome: Refusal): void;
}

/** Why a message was not taken. */
export type Refusal = typeof DeliveryOutcome.NoRoom | typeof DeliveryOutcome.Gone;

/** The connection of a user of this node, as the backplane sees it. */
export interface Mailbox extends Sender, ShoutReceiver {
  /** Takes the line of a direct message, or says that there is no room. The sender is told should it not be written. */
  deliver(line: string, sender: Sender): boolean;
  /**
   * Sends a direct message of its own on its way to another node: from now on, answers wait for the receipt's end [C-69].
   *
   * @param route the same for messages that arrive in the order in which they left
   */
  expectReceipt(route: object): DeliveryReceipt;
  /** Learns that the name belongs to somebody else now, and hangs up. */
  loseName(): void;
}

/**
 * Who is online, and how messages reach them: on one event loop, over the threads of a process, or over machines. It is
 * the only thing that knows which of these it is.
 *
 * What every implementation promises, and `test/backplane-contract.ts` checks:
 *
 * 1. **One owner.** Of all claims of names that are the same name, on whatever node, at most one is `claimed` until that
 *    one is released. A claim that can't be decided is `unavailable`, never `claimed`, and it always settles.
 * 2. **Free at once.** After {@link release} the name can be claimed again, on this node by the very next call, and a
 *    second release of the same mailbox does nothing. A claim that is not settled yet is withdrawn by it.
 * 3. **A local view.** {@link find}, {@link users}, {@link userCount}, {@link viewVersion} and {@link isDegraded} answer at
 *    once from this node's own copy. A user of this node is in it from the moment the claim settles until the release.
 * 4. **Delivery never waits and never throws.** {@link deliver} and {@link broadcast} return at once. A broadcast to many
 *    goes on in slices of a few milliseconds, between which users join, leave and write; its promise never rejects.
 * 5. **Order.** Messages of one sender to one receiver arrive in the order in which they were handed over, shouts
 *    included, also while a shout is between two slices. All receivers of one event loop get its shouts in one order. No
 *    other order is promised.
 * 6. **At most once, and never silently not at all.** A direct message is put into the receiver's mailbox once; otherwise
 *    its sender learns of it, by the outcome or, for one that travelled, by its {@link DeliveryReceipt}. The sender's node keeps
 *    account of one that travels until the receiver's node has told that it is written. Should that node go before, the
 *    sender learns by one {@link Sender.undeliverable} for each receiver how many of its messages may not have arrived:
 *    some may have, none is forgotten.
 * 7. **A shout** reaches every user but the one left out who is in the view when it begins and still there when it is that
 *    user's turn; who comes later does not get it. The promise resolves when all have had their turn, with the number of
 *    mailboxes that took it. Users of other machines count when they are in the view. Who is just coming online elsewhere may get it
 *    and does not count.
 * 8. **No look-alikes.** A claim with `mustDiffer` of a name that is not plain ASCII is `look-alike` when its skeleton, as it is
 *    written, in lower or in upper case, is that of another user (UTS #39): of two such claims at the same instant
 *    one is refused. A plain ASCII name never is. Once that user's name is free, so are the names that look like it. Over
 *    machines this holds between the users of one node; those of other nodes are compared as far as the local view
 *    knows them. A user whose node comes back after a break never loses its name for it.
 */
export interface Backplane {
  /** Asks for the name of the mailbox's user. */
  claim(mailbox: Mailbox, options?: ClaimOptions): Promise<ClaimOutcome>;
  /** Gives the name back, if this mailbox has it. */
  release(mailbox: Mailbox): void;

  /** Finds who is online under a folded name. */
  find(key: string): User | undefined;
  /** Everyone online that this node knows of, those who came first in front. */
  users(): Iterable<User>;
  readonly userCount: number;
  /** A number that is another one after every change of who is online. */
  readonly viewVersion: number;
  /** Whether users of other nodes may be missing from the view. */
  readonly isDegraded: boolean;

  /** Hands a direct message to where its receiver is. The receiver is one that {@link find} gave. */
  deliver(receiver: User, line: string, sender: Mailbox): DeliveryOutcome;
  /** Hands a line to everyone but one user; resolves with the number of those who got it. */
  broadcast(line: string, except: User): Promise<number>;

  /** Lets go of timers, links and threads. Every name of this node is free afterwards. */
  close(): Promise<void>;
}
