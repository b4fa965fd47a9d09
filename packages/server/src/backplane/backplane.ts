import type { ActCarrier } from "../control/act.ts";
import type { LoopControl } from "../control/loop-control.ts";
import type { DeliveryOutcome, DeliveryReceipt } from "../delivery/delivery-outcome.ts";
import type { DirectReceiver, Sender, User } from "../delivery/user.ts";
import type { ShoutReceiver } from "./fan-out.ts";

/** The result of a claim. */
export type ClaimOutcome =
  | { readonly kind: "claimed" }
  | { readonly kind: "taken" }
  /** The name is free, but looks like the name of a user online. */
  | { readonly kind: "look-alike" }
  /** The claim can't be decided now. */
  | { readonly kind: "unavailable" };

/** Options of a claim. */
export interface ClaimOptions {
  /**
   * Refuses the name when it looks like that of a user online: promise 8 of {@link Backplane}.
   * @default false
   */
  readonly mustDiffer?: boolean;
}

/** The connection of a user of this node, as the backplane sees it. */
export interface Mailbox extends Sender, DirectReceiver, ShoutReceiver {
  /**
   * Notes that one of its own direct messages is in flight to another node: from now on, answers wait until the returned
   * receipt is settled [C-69].
   *
   * @param route - the same object for messages that arrive in the order in which they left
   */
  expectReceipt(route: object): DeliveryReceipt;
  /** Ends the connection: its name belongs to another user now. */
  loseName(): void;
}

/**
 * The users online and the ways to reach them: on one event loop, over the threads of a process, or over machines. No other
 * part of the server knows which of these it is.
 *
 * Every implementation keeps these promises, and `test/backplane-contract.ts` checks them:
 *
 * 1. **One owner.** Of all claims of the same name, on any node, at most one is `claimed` until that name is released. A
 *    claim that can't be decided is `unavailable`, never `claimed`. Every claim settles.
 * 2. **Free at once.** After {@link release} the name can be claimed again, on this node by the very next call. A second
 *    release of the same mailbox does nothing. Releasing a claim that is not settled withdraws it.
 * 3. **A local view.** {@link find}, {@link users}, {@link userCount}, {@link viewVersion} and {@link isDegraded} answer at
 *    once from this node's own copy. A user of this node is in it from the moment the claim settles until the release.
 * 4. **No waiting.** {@link deliver} and {@link broadcast} return at once and never throw. A broadcast to many goes on in
 *    slices of a few milliseconds, between which users join, leave and write; its promise never rejects.
 * 5. **Order.** Messages of one sender to one receiver arrive in the order in which they were handed over, shouts
 *    included, also while a shout is between two slices. All receivers on one event loop get its shouts in one order. No
 *    other order is promised.
 * 6. **At most once.** A direct message is delivered at most once; a message that is not delivered is reported to its
 *    sender: by the outcome or, for one in flight, by its {@link DeliveryReceipt}. The sender's node keeps a message in its
 *    in-flight table until the receiver's node acknowledges that it is written. If that node is lost before, one
 *    {@link Sender.undeliverable} for each receiver reports how many of the sender's messages may not have arrived. Some of
 *    these may have arrived; none goes unreported.
 * 7. **Shouts.** A shout reaches every user but the excepted one who is in the view when it begins and still online when
 *    that user's turn comes; later users do not get it. The promise resolves when all have had their turn, with the number
 *    of mailboxes that took it. Users of other machines count when they are in the view. A user who is just coming online
 *    elsewhere may get it and does not count.
 * 8. **No look-alikes.** A claim with `mustDiffer` of a name that is not plain ASCII is `look-alike` when its skeleton, as it
 *    is written, in lower or in upper case, is that of another user (UTS #39): of two such claims at the same instant
 *    one is refused. A plain ASCII name is never refused for its looks. When a user's name is free, so are the names that
 *    look like it. Over machines this holds between the users of one node; users of other nodes are compared as far as they
 *    are in the local view. A user whose node comes back after a break never loses its name for its looks.
 * 9. **Acts.** {@link perform} carries an operator's act out on every node, once on each. From then on a ban or a mute is in
 *    force on every node, also on one that comes later, until its end or until it is lifted. A node that does not say in time
 *    what came of an act is named.
 */
export interface Backplane extends ActCarrier {
  /** The bans and mutes in force on this node. It carries out the acts of operators here. */
  readonly control: LoopControl;

  /** Claims the name of the mailbox's user. What needs nobody else is decided at once. */
  claim(mailbox: Mailbox, options?: ClaimOptions): ClaimOutcome | Promise<ClaimOutcome>;
  /** Releases the name, if this mailbox has it. */
  release(mailbox: Mailbox): void;

  /** Finds the user online with a folded name. */
  find(key: string): User | undefined;
  /** Lists the users online in the order in which they came, as far as this node knows. */
  users(): Iterable<User>;
  /** The number of users online, as far as this node knows. */
  readonly userCount: number;
  /** A number that differs after every change of the users online. */
  readonly viewVersion: number;
  /** True while users of other nodes may be missing from the view. */
  readonly isDegraded: boolean;

  /** Hands a direct message over to its receiver, a user that {@link find} has returned. */
  deliver(receiver: User, line: string, sender: Mailbox): DeliveryOutcome;
  /** Hands a line to all users but one; resolves with the number of those who got it. */
  broadcast(line: string, except: User): Promise<number>;

  /** Ends timers, links and threads. All names of this node are free afterwards. */
  close(): Promise<void>;
}

/** The view of a backplane: promise 3. */
export type UserView = Pick<Backplane, "find" | "users" | "userCount" | "viewVersion" | "isDegraded">;
