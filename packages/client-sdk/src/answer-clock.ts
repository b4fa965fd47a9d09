import { ConfirmationPace } from "./confirmation-pace.ts";
import type { PendingRequest } from "./pending-request.ts";

/** The messages from which on the server may need a while for what was sent before a request. */
const MANY_MESSAGES = 100;

/** What was sent, and is not answered yet. */
export interface Outstanding {
  /** The oldest request without an answer; `undefined` when there is none. */
  readonly oldest: PendingRequest | undefined;
  /** The messages that have no request behind them, where a large one counts as several. */
  readonly load: number;
  /** Time at which the first of them was sent, by `performance.now`. */
  readonly loadedAt: number;
  /** True when the system or the server does not take what we write. */
  readonly isHeldUp: boolean;
}

/** How long the server has owed an answer. Times are in milliseconds. */
export interface OwedAnswer {
  /** Time for which it has owed the next answer; `null` when it owes none. */
  readonly answerMs: number | null;
  /** True when that answer may take long: an endpoint works on it, or much has to go out before. */
  readonly isSlow: boolean;
  /** Time that the server needs for what was sent before that answer, estimated. */
  readonly backlogMs: number;
  /** Time for which messages have had no request behind them whose answer would confirm them; `null` when there are none. */
  readonly unaskedMs: number | null;
}

/** Measures how long the server has owed the next answer, and how fast it works. Answers come in order [C-69]. */
export class AnswerClock {
  readonly #pace = new ConfirmationPace();
  #progressAt = Number.NEGATIVE_INFINITY;

  /** Notes the answer to a request. */
  answered({ writtenAt, load, isQuestion }: PendingRequest): void {
    const now = performance.now();
    // What an endpoint takes says nothing of the messages before it.
    if (isQuestion) this.#pace.note(load, now - Math.max(writtenAt, this.#progressAt));
    this.#progressAt = now;
  }

  /** Notes an error about a message, which came in its turn. */
  progressed(): void {
    this.#progressAt = performance.now();
  }

  /** Returns what the server owes now. */
  read({ oldest, load, loadedAt, isHeldUp }: Outstanding): OwedAnswer {
    const now = performance.now();
    const loadInFront = oldest ? oldest.load : load;
    const isAtWork = oldest !== undefined && !oldest.isQuestion;
    return {
      answerMs: oldest ? Math.max(0, now - Math.max(oldest.writtenAt, this.#progressAt)) : null,
      isSlow: isAtWork || isHeldUp || loadInFront >= MANY_MESSAGES,
      backlogMs: this.#pace.timeFor(loadInFront),
      unaskedMs: load > 0 ? now - loadedAt : null,
    };
  }
}
