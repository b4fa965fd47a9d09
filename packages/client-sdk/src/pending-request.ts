import type { ServerAnswer } from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";
import { NoAnswerError } from "./errors.ts";
import { MAX_TIMER_MS } from "./sleep.ts";

/** A request that was sent, and the promise of its answer. */
export class PendingRequest {
  readonly endpoint: string;
  readonly answered: Promise<ServerAnswer>;
  /** True when no answer is expected any more: an answer then belongs to a later request. */
  isForgotten = false;
  readonly #answer = Promise.withResolvers<ServerAnswer>();
  readonly #timer: NodeJS.Timeout;

  /**
   * @param timeoutMs the time limit for the answer, in milliseconds
   * @param onTimeout called when it has taken longer
   */
  constructor(endpoint: string, timeoutMs: number, onTimeout: (request: PendingRequest) => void) {
    this.endpoint = endpoint;
    this.answered = this.#answer.promise;
    this.#timer = setTimeout(
      () => {
        this.#answer.reject(new NoAnswerError(`${endpoint} was not answered in time.`));
        onTimeout(this);
      },
      Math.min(timeoutMs, MAX_TIMER_MS),
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
