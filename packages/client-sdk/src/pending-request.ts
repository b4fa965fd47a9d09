import type { ServerAnswer } from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";
import { NoAnswerError } from "./errors.ts";
import { MAX_TIMER_MS } from "./sleep.ts";

/** A request that was sent, and the promise of its answer. */
export class PendingRequest {
  readonly endpoint: string;
  readonly answered: Promise<ServerAnswer>;
  /** The time at which it is written, by `performance.now`. */
  readonly writtenAt: number;
  /** True when no answer is expected any more: an answer then belongs to a later request. */
  isForgotten = false;
  readonly #answer = Promise.withResolvers<ServerAnswer>();
  readonly #timer: NodeJS.Timeout;

  /**
   * @param delayMs the time until it is written, in milliseconds
   * @param timeoutMs the time limit for the answer from then on, in milliseconds
   * @param onTimeout called when it has taken longer
   */
  constructor(endpoint: string, delayMs: number, timeoutMs: number, onTimeout: (request: PendingRequest) => void) {
    this.endpoint = endpoint;
    this.writtenAt = performance.now() + delayMs;
    this.answered = this.#answer.promise;
    this.#timer = setTimeout(
      () => {
        const text = `${endpoint} was not answered in time: it may have been carried out all the same.`;
        this.#answer.reject(new NoAnswerError(text));
        onTimeout(this);
      },
      Math.min(delayMs + timeoutMs, MAX_TIMER_MS),
    );
  }

  answer(answer: ServerAnswer): void {
    clearTimeout(this.#timer);
    this.#answer.resolve(answer);
  }

  /** Rejects with the error: no answer will come. */
  lose(error: ChatError): void {
    clearTimeout(this.#timer);
    this.#answer.reject(error);
  }
}
