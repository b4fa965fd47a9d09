import { ConfirmationPace } from "./confirmation-pace.ts";

/** The unconfirmed messages from which on the server may need a while for what was sent before a request. */
const MANY_MESSAGES = 100;

/** What waits before an answer can come. Times are in milliseconds. */
export interface Outstanding {
  /** Time at which the oldest unanswered request was asked, by `performance.now`; `null` when there is none. */
  readonly oldestAskedAt: number | null;
  /** Direct messages that are neither confirmed nor undeliverable. */
  readonly unconfirmed: number;
  /** True when the system or the server does not take what we write. */
  readonly isHeldUp: boolean;
}

/** How long the server has owed an answer. Times are in milliseconds. */
export interface OwedAnswer {
  /** Time for which it has owed the next answer; `null` when it owes none. */
  readonly answerMs: number | null;
  /** Time for which the program has waited for answers, without a break; `null` while it waits for none. */
  readonly programMs: number | null;
  /** Time that it needs for all that was sent before, estimated; 0 when that is little. */
  readonly backlogMs: number;
}

/** Measures how long the server has owed answers, and how fast it works. */
export class AnswerClock {
  readonly #pace = new ConfirmationPace();
  #programWaits = 0;
  #programSince = 0;
  #progressAt = Number.NEGATIVE_INFINITY;

  /** Notes that the program has asked, until {@link programDone}. */
  programAsked(): void {
    this.#programWaits += 1;
    if (this.#programWaits === 1) this.#programSince = performance.now();
  }

  /** Notes that the program waits for one answer less. */
  programDone(): void {
    this.#programWaits -= 1;
  }

  /** Notes an answer, which confirms so many messages. `askedAt` is the time of its request, by `performance.now`. */
  answered(askedAt: number, confirmed: number): void {
    const now = performance.now();
    this.#pace.note(confirmed, now - Math.max(askedAt, this.#progressAt));
    this.#progressAt = now;
  }

  /** Notes an error about a message, which came in its turn. */
  progressed(): void {
    this.#progressAt = performance.now();
  }

  /** Returns what the server owes now. */
  read({ oldestAskedAt, unconfirmed, isHeldUp }: Outstanding): OwedAnswer {
    const now = performance.now();
    const isLong = unconfirmed >= MANY_MESSAGES || isHeldUp;
    return {
      answerMs: oldestAskedAt === null ? null : Math.max(0, now - Math.max(oldestAskedAt, this.#progressAt)),
      programMs: this.#programWaits > 0 ? now - this.#programSince : null,
      backlogMs: isLong ? this.#pace.timeFor(unconfirmed) : 0,
    };
  }
}
