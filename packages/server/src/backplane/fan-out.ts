import { SharedLine } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";
import { SHOUT_SLICE_MS } from "../limits.ts";

export interface ShoutReceiver {
  /** The user who receives. */
  readonly user: User;
  /** Takes the line of a shout. A receiver without room for it hangs up and returns `false`. */
  shout(line: SharedLine): boolean;
}

/**
 * The receivers of a shout: the users in the view of this event loop, or all users of it. A sender on another event loop may
 * have users in its view that are not in this one yet.
 */
export type Audience = "in-view" | "all";

/** A receiver and its progress. Shouts are numbered. */
interface Recipient {
  // Kept here: to ask the receiver fetches two more objects from memory in each visit.
  readonly user: User;
  readonly receiver: ShoutReceiver;
  /** The last shout that it has, or that began before it came. */
  seen: number;
  /** The last shout that began before it was in the view; `null` as long as it is not. */
  inViewSince: number | null;
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
 * Delivers shouts to the users of one event loop, for at most `SHOUT_SLICE_MS` of each turn. All receivers get all shouts in
 * the order in which they began. A visit delivers all shouts that the receiver lacks, so many shouts cost little more than
 * one.
 *
 * The receivers of a shout are those who were online when it began and still are when their turn comes.
 */
export class FanOut {
  /** In the order in which they came: one that comes during a round is visited at its end, and lacks nothing. */
  readonly #recipients = new Map<User, Recipient>();
  /** Shouts in progress, the oldest first; their numbers have no gaps. */
  readonly #shouts: Shout[] = [];
  #lastNumber = 0;
  /** The current visit to all receivers, and the last shout that had begun before it. */
  #round: Iterator<Recipient> | null = null;
  #roundNumber = 0;
  /** End of the time for shouts in this turn; `null` when none of it was used. */
  #turnEndsAt: number | null = null;
  #immediate: NodeJS.Immediate | undefined;

  /** True while a receiver may lack a shout: {@link catchUp} has work only then. */
  get isInProgress(): boolean {
    return this.#shouts.length > 0;
  }

  /** Adds a receiver of shouts for all users. It gets the other shouts from {@link enterView} on. */
  add(receiver: ShoutReceiver): void {
    const { user } = receiver;
    this.#recipients.set(user, { user, receiver, seen: this.#lastNumber, inViewSince: null, isGone: false });
  }

  enterView(user: User): void {
    const recipient = this.#recipients.get(user);
    // Over machines a user enters the view again whenever its node comes back.
    if (recipient) recipient.inViewSince ??= this.#lastNumber;
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

  /** Visits receivers until none lacks a shout or the time is over. */
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

  /** Visits a few receivers. Returns `false` after the last one. */
  #visitSome(round: Iterator<Recipient>): boolean {
    for (let visits = 0; visits < VISITS_PER_CLOCK_READ; visits++) {
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

  /** Resolves the shouts up to this one: every receiver has them. */
  #finish(lastNumber: number): void {
    const count = this.#shouts.findIndex(({ number }) => number > lastNumber);
    const finished = this.#shouts.splice(0, count === -1 ? this.#shouts.length : count);
    for (const shout of finished) shout.resolve(shout.count);
  }
}

/** Receivers between two reads of the clock. */
const VISITS_PER_CLOCK_READ = 16;

function isFor({ number, except, audience }: Shout, { user, inViewSince }: Recipient): boolean {
  return user !== except && (audience === "all" || (inViewSince !== null && inViewSince < number));
}
