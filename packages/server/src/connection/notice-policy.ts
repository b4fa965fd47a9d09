import type { User } from "../delivery/user.ts";
import { type Trouble, TroubleKind } from "../dispatch/trouble.ts";
import type { ServerLimits } from "../limits.ts";
import type { InboundRate } from "./inbound-rates.ts";
import { receiverText, refusalsText, slownessText, WAITING_SHOUT } from "./notice-texts.ts";
import { adviseReceiver, type KnownReceivers, type ReceiverAdvice } from "./receiver-advice.ts";

/** Time in milliseconds between two notices of one kind to one user. */
export const NOTICE_INTERVAL_MS = 60_000;

/** Refusals without a message in between that was not refused, of which the user gets a notice. */
export const REFUSALS_IN_A_ROW = 10;

/** Receivers in a minute that are looked into: so a program that tries name after name costs little. */
const MAX_ADVISED_RECEIVERS = 50;

/** The parts that the policies of all users of an event loop share. */
export interface PolicyServices {
  readonly limits: ServerLimits;
  readonly receivers: KnownReceivers;
}

/**
 * Decides which notices one user gets: at most one of each kind in a minute. Times are milliseconds of the monotonic clock. It
 * writes nothing and reads no clock.
 */
export class NoticePolicy {
  readonly #user: User;
  readonly #services: PolicyServices;
  /** Time of the last notice of each kind. */
  readonly #toldAt = new Map<string, number>();
  /** The last receiver that was nobody: a program that repeats its mistake costs no more than a comparison. */
  #lastTo: string | null = null;
  #lastAdvice: ReceiverAdvice | null = null;
  #advisedReceivers = 0;
  #firstAdvisedAt = Number.NEGATIVE_INFINITY;

  constructor(user: User, services: PolicyServices) {
    this.#user = user;
    this.#services = services;
  }

  /**
   * Returns the notices for a message that was refused.
   *
   * @param refusedInARow - how many were, one after the other, this one included
   */
  refused({ kind, to }: Trouble, refusedInARow: number, now: number): string[] {
    const texts: string[] = [];
    const isToNobody = kind === TroubleKind.UnknownUser || kind === TroubleKind.UnknownCommand;
    const advice = isToNobody && to !== undefined ? this.#advise(to, now) : null;
    if (advice && this.#isDue(advice.mistake, now)) texts.push(receiverText(this.#user, advice));
    if (refusedInARow >= REFUSALS_IN_A_ROW && this.#isDue("refusals", now))
      texts.push(refusalsText(this.#user, refusedInARow));
    return texts;
  }

  /** Returns the notice for messages that wait because of a rate, or `null`. */
  slowedDown(rate: InboundRate, now: number): string | null {
    return this.#isDue("rate", now) ? slownessText(rate, this.#services.limits) : null;
  }

  /** Returns the notice for a shout that waits for those of others, or `null`. */
  shoutWaits(now: number): string | null {
    return this.#isDue("shout", now) ? WAITING_SHOUT : null;
  }

  #advise(to: string, now: number): ReceiverAdvice | null {
    if (to === this.#lastTo) return this.#lastAdvice;
    if (now - this.#firstAdvisedAt >= NOTICE_INTERVAL_MS) {
      this.#firstAdvisedAt = now;
      this.#advisedReceivers = 0;
    }
    if (this.#advisedReceivers === MAX_ADVISED_RECEIVERS) return null;
    this.#advisedReceivers += 1;
    this.#lastTo = to;
    this.#lastAdvice = adviseReceiver(to, this.#services.receivers);
    return this.#lastAdvice;
  }

  /** Returns whether a notice of this kind may be given now, and notes that it is. */
  #isDue(kind: string, now: number): boolean {
    const toldAt = this.#toldAt.get(kind);
    if (toldAt !== undefined && now - toldAt < NOTICE_INTERVAL_MS) return false;
    this.#toldAt.set(kind, now);
    return true;
  }
}
