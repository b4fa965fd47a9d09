import { SharedLine } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";
import { SHOUT_SLICE_MS } from "../limits.ts";

/** A receiver of shouts. */
export interface ShoutReceiver {
  readonly user: User;
  /** Takes the line of a shout. A receiver without room for it hangs up, and says so by `false`. */
  shout(line: SharedLine): boolean;
}

/** The receivers of a shout: users who are online by the view of this event loop, or all of them, since the sender may know more. */
export type Audience = "known" | "all";

/** A receiver, and how far it is: shouts are numbered. */
interface Recipient {
  readonly receiver: ShoutReceiver;
  /** The last shout that it has, or that was begun before it came. */
  seen: number;
  /** The last shout that was begun before it was online by the view. */
  knownSince: number;
  isGone: boolean;
}

/** A shout that some receivers may not have yet. */
interface Shout {
  readonly number: number;
  readonly line: SharedLine;
  readonly except: User | null;
  readonly audience: Audience;
  /** Receivers whose queue took it. */
  count: number;
  readonly resolve: (count: number) => void;
}

/**
 * Delivers shouts to the users of one event loop: at most `SHOUT_SLICE_MS` of a turn, then others have theirs. All receivers get all
 * shouts in the order in which they began. One that is visited gets all that it lacks at once, so many shouts cost little more
 * than one.
 *
 * The receivers of a shout are those who were there when it began and are there when it is their turn.
 */
export class FanOut {
  /** In the order in which they came: who comes during a round is visited at its end, and lacks nothing. */
  readonly #recipients = new Map<User, Recipient>();
  /** Shouts under way, the oldest first; their numbers have no gaps. */
  readonly #shouts: Shout[] = [];
  #lastNumber = 0;
  /** The visit to all receivers that is under way, and the last shout that was there when it began. */
  #round: Iterator<Recipient> | null = null;
  #roundNumber = 0;
  /** When this turn's share of time is over; `null` when none of it was used. */
  #turnEndsAt: number | null = null;
  #immediate: NodeJS.Immediate | undefined;

  /** True while somebody may lack a shout: {@link catchUp} has something to do then. */
  get isInProgress(): boolean {
    return this.#shouts.length > 0;
  }

  /** Adds a receiver of shouts for all. It gets the others from {@link know} on. */
  add(receiver: ShoutReceiver): void {
    const seen = this.#lastNumber;
    this.#recipients.set(receiver.user, { receiver, seen, knownSince: Number.POSITIVE_INFINITY, isGone: false });
  }

  /** A receiver is online by the view from now on. */
  know(user: User): void {
    const recipient = this.#recipients.get(user);
    // Over machines it is shown again whenever its node comes back.
    if (recipient) recipient.knownSince = Math.min(recipient.knownSince, this.#lastNumber);
  }

  delete(user: User): void {
    const recipient = this.#recipients.get(user);
    if (!recipient) return;
    recipient.isGone = true;
    this.#recipients.delete(user);
  }

  /** Begins a shout to everyone but one user. Resolves, when it is over, with the number of queues that took it. */
  begin(text: string, except: User | null, audience: Audience): Promise<number> {
    return new Promise((resolve) => {
      this.#lastNumber += 1;
      const line = new SharedLine(text);
      this.#shouts.push({ number: this.#lastNumber, line, except, audience, count: 0, resolve });
      this.#turnEndsAt ??= this.#beginTurn();
      if (!this.#round) this.#run(this.#turnEndsAt);
    });
  }

  /** Delivers all shouts that a receiver lacks, so that its next message comes behind them. */
  catchUp(user: User): void {
    const recipient = this.#recipients.get(user);
    if (recipient) this.#visit(recipient);
  }

  /** Ends all shouts where they are. */
  close(): void {
    clearImmediate(this.#immediate);
    this.#turnEndsAt = null;
    this.#round = null;
    this.#recipients.clear();
    this.#finish(this.#lastNumber);
  }

  #beginTurn(): number {
    this.#immediate = setImmediate(this.#nextTurn);
    return performance.now() + SHOUT_SLICE_MS;
  }

  readonly #nextTurn = (): void => {
    this.#turnEndsAt = null;
    if (!this.isInProgress) return;
    this.#turnEndsAt = this.#beginTurn();
    this.#run(this.#turnEndsAt);
  };

  /** Visits receivers until all have all, or the time is over. */
  #run(endsAt: number): void {
    while (this.isInProgress && performance.now() < endsAt) {
      this.#round ??= this.#beginRound();
      if (this.#visitSome(this.#round)) continue;
      this.#round = null;
      this.#finish(this.#roundNumber);
    }
  }

  #beginRound(): Iterator<Recipient> {
    this.#roundNumber = this.#lastNumber;
    return this.#recipients.values();
  }

  /** Visits a few receivers. Returns whether there are more. */
  #visitSome(round: Iterator<Recipient>): boolean {
    for (let visits = 0; visits < VISITS_PER_LOOK; visits++) {
      const { value, done } = round.next();
      if (done) return false;
      this.#visit(value);
    }
    return true;
  }

  #visit(recipient: Recipient): void {
    const first = this.#shouts[0]?.number ?? 0;
    for (let at = Math.max(0, recipient.seen + 1 - first); at < this.#shouts.length; at++) {
      if (recipient.isGone) return;
      const shout = this.#shouts[at] as Shout;
      recipient.seen = shout.number;
      if (isFor(shout, recipient) && recipient.receiver.shout(shout.line)) shout.count += 1;
    }
  }

  /** Everyone has the shouts up to this one. */
  #finish(lastNumber: number): void {
    const count = this.#shouts.findIndex(({ number }) => number > lastNumber);
    const finished = this.#shouts.splice(0, count === -1 ? this.#shouts.length : count);
    for (const shout of finished) shout.resolve(shout.count);
  }
}

/** Receivers between two looks at the clock. */
const VISITS_PER_LOOK = 16;

function isFor({ number, except, audience }: Shout, { receiver, knownSince }: Recipient): boolean {
  return receiver.user !== except && (audience === "all" || knownSince < number);
}
