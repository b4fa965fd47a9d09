import type { ServerAnswer } from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";
import { NoAnswerError } from "./errors.ts";
import { MAX_TIMER_MS } from "./sleep.ts";

/** A request that is about to be written. Times are in milliseconds. */
export interface RequestDetails {
  readonly endpoint: string;
  /** True for a question of the client itself, which every server answers at once. */
  readonly isQuestion: boolean;
  /** The messages that were sent since the request before it, where a large message counts as several. */
  readonly load: number;
  /** The time until it is written. */
  readonly delayMs: number;
  /** The time limit for the answer from then on. */
  readonly timeoutMs: number;
}

/** A request that was sent, and the promise of its answer. */
export class PendingRequest {
  readonly endpoint: string;
  readonly isQuestion: boolean;
  /** The messages that the server processes before it, where a large message counts as several. */
  readonly load: number;
  readonly answered: Promise<ServerAnswer>;
  /** The time at which it is written, by `performance.now`. */
  readonly writtenAt: number;
  /** True when no answer is expected any more: an answer then belongs to a later request. */
  isForgotten = false;
  readonly #answer = Promise.withResolvers<ServerAnswer>();
  readonly #timer: NodeJS.Timeout;
  #isSettled = false;

  /** @param onTimeout called when the answer has taken longer than its time limit */
  constructor(details: RequestDetails, onTimeout: (request: PendingRequest) => void) {
    const { endpoint, isQuestion, load, delayMs, timeoutMs } = details;
    this.endpoint = endpoint;
    this.isQuestion = isQuestion;
    this.load = load;
    this.writtenAt = performance.now() + delayMs;
    this.answered = this.#answer.promise;
    // A process that stood still reads first what has arrived meanwhile.
    const expire = () => setImmediate(() => this.#expire(onTimeout));
    this.#timer = setTimeout(expire, Math.min(delayMs + timeoutMs, MAX_TIMER_MS));
  }

  answer(answer: ServerAnswer): void {
    this.#settle();
    this.#answer.resolve(answer);
  }

  /** Rejects with the error: no answer will come. */
  lose(error: ChatError): void {
    this.#settle();
    this.#answer.reject(error);
  }

  #settle(): void {
    this.#isSettled = true;
    clearTimeout(this.#timer);
  }

  #expire(onTimeout: (request: PendingRequest) => void): void {
    if (this.#isSettled) return;
    const text = `${this.endpoint} was not answered in time: it may have been carried out all the same.`;
    this.#answer.reject(new NoAnswerError(text));
    onTimeout(this);
  }
}
