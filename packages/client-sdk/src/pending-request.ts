import type { ChatError, ServerTextReading } from "@chat/protocol";
import { NoAnswerError } from "./errors.ts";
import { MAX_TIMER_MS } from "./sleep.ts";

/** What an endpoint has answered; `reading` says which text of the contract that is, `null` when it is none. */
export interface Answer {
  readonly text: string;
  readonly reading: ServerTextReading | null;
}

/** A request that was sent, and the answer that whoever asked waits for. */
export class PendingRequest {
  readonly endpoint: string;
  readonly answered: Promise<Answer>;
  /** Whether no answer is expected any more: the request does not hold its place in the order of answers. */
  isForgotten = false;
  readonly #answer = Promise.withResolvers<Answer>();
  readonly #timer: NodeJS.Timeout;

  /**
   * @param timeoutMs time that the answer may take, in milliseconds
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

  answer(answer: Answer): void {
    clearTimeout(this.#timer);
    this.#answer.resolve(answer);
  }

  /** No answer will come. */
  lose(error: ChatError): void {
    clearTimeout(this.#timer);
    this.#answer.reject(error);
  }
}
