import { cutToBytes, displayText, serverTexts } from "@chat/protocol";
import { SHOUT_SLICE_MS } from "../limits.ts";
import type { Logger } from "../logger.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { AnswerSlot } from "./answer-queue.ts";
import type { Endpoint, EndpointContext } from "./endpoint.ts";
import type { Requester } from "./requester.ts";

/** One run of an endpoint: makes sure that it gives one answer, whatever the endpoint does. */
export class Request {
  readonly #requester: Requester;
  readonly #endpoint: Endpoint;
  readonly #logger: Logger;
  readonly #waiting: DeadlineQueue<Request>;
  /** Where the answer goes in the order of answers; `null` as long as the endpoint has the turn. */
  #slot: AnswerSlot | null = null;
  #isAnswered = false;
  /** Things under way that the server itself takes its time for. */
  #waits = 0;
  /** When the endpoint was called, by the monotonic clock. */
  #calledAt = 0;

  /** @param waiting where the request waits for a late answer, to be given up in time */
  constructor(requester: Requester, endpoint: Endpoint, logger: Logger, waiting: DeadlineQueue<Request>) {
    this.#requester = requester;
    this.#endpoint = endpoint;
    this.#logger = logger;
    this.#waiting = waiting;
  }

  /** Keeps the place of the answer: the endpoint is run later. */
  defer(): void {
    this.#slot = this.#requester.reserveAnswer();
  }

  /** Runs the endpoint; if it does not answer in its turn, its place in the order of answers is kept. */
  run(context: EndpointContext): void {
    this.#calledAt = performance.now();
    try {
      const result: unknown = this.#endpoint.handle(context);
      if (result !== undefined) Promise.resolve(result).catch(this.#fail);
    } catch (error) {
      this.#fail(error);
    }
    if (this.#isAnswered) return;
    this.#slot ??= this.#requester.reserveAnswer();
    // It goes on later, and may compute then. A shout to a few is over in the same turn.
    if (this.#waits === 0) this.#requester.endTurn();
    this.#restartTime();
  }

  /** Waits for something that the server may let wait: that is not the endpoint's time. */
  waitFor<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#waitFor(work);
    // An endpoint may not care how it ends. A rejection that nobody handles would end the process.
    done.catch(() => undefined);
    return done;
  }

  async #waitFor<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#waits += 1;
    this.#waiting.delete(this);
    try {
      return await work();
    } finally {
      this.#waits -= 1;
      this.#restartTime();
    }
  }

  #restartTime(): void {
    if (this.#slot && !this.#isAnswered && this.#waits === 0) this.#waiting.add(this);
  }

  readonly reply = (text: string): void => {
    if (typeof text !== "string") throw new TypeError(`An answer has to be a string, not ${typeof text}.`);
    if (this.#isAnswered) {
      const fields = { event: "endpoint-second-answer", endpoint: this.#endpoint.name };
      return this.#logger.warn(fields, `${this.#endpoint.name} answered again: only its first answer counts`);
    }
    this.#isAnswered = true;
    this.#waiting.delete(this);
    if (this.#slot && performance.now() - this.#calledAt > SHOUT_SLICE_MS) this.#requester.endTurn();
    // Half of a surrogate pair can't be sent: it is no text.
    if (this.#slot) this.#requester.fillAnswer(this.#slot, text.toWellFormed());
    else this.#requester.answer(text.toWellFormed());
  };

  /** Answers for an endpoint that has not done so in time. */
  expire(timeoutMs: number): void {
    this.#answerFor(`gave no answer within ${timeoutMs / 1000} s`);
  }

  #fail = (error: unknown): void => {
    if (this.#isAnswered) this.#log(`failed after its answer: ${describe(error)}`);
    else this.#answerFor("failed", describe(error));
  };

  #answerFor(reason: string, detail = ""): void {
    this.#log(detail ? `${reason}: ${detail}` : reason);
    this.reply(serverTexts.endpointFailed.write(this.#endpoint.name, reason));
  }

  #log(reason: string): void {
    const { name } = this.#endpoint;
    this.#logger.error({ event: "endpoint-failed", endpoint: name, reason }, `${name} ${reason}`);
  }
}

/** Longest text of an error that is logged, in bytes: it may be what a peer has sent. */
const MAX_LOGGED_BYTES = 300;

/** One short line for the log, whatever was thrown. The stack stays out of it: it would be many. */
function describe(error: unknown): string {
  return displayText(cutToBytes(textOf(error), MAX_LOGGED_BYTES));
}

function textOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    // Not everything that can be thrown can be written.
    return "an error that has no text";
  }
}
