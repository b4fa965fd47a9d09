import { describe } from "@chat/command-line/describe";
import { cutToBytes, displayText, serverTexts } from "@chat/protocol";
import { SHOUT_SLICE_MS } from "../limits.ts";
import type { Logger } from "../logger.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { AnswerSlot } from "./answer-queue.ts";
import { checkString } from "./check-string.ts";
import type { Endpoint, EndpointContext } from "./endpoint.ts";
import type { Requester } from "./requester.ts";
import type { Trouble } from "./trouble.ts";

/** One run of an endpoint. Answers once, whatever the endpoint does. */
export class Request {
  readonly #requester: Requester;
  readonly #endpoint: Endpoint;
  readonly #logger: Logger;
  readonly #waiting: DeadlineQueue<Request>;
  /** The reserved place of the answer; `null` as long as the endpoint has the turn. */
  #slot: AnswerSlot | null = null;
  #isAnswered = false;
  #isRefused = false;
  /** Number of shouts that the server makes the endpoint wait for. */
  #waits = 0;
  /** Time of the call of the endpoint, by the monotonic clock. */
  #calledAt = 0;

  /** @param waiting - ends the wait for an answer that comes too late */
  constructor(requester: Requester, endpoint: Endpoint, logger: Logger, waiting: DeadlineQueue<Request>) {
    this.#requester = requester;
    this.#endpoint = endpoint;
    this.#logger = logger;
    this.#waiting = waiting;
  }

  /** Reserves the place of the answer: the endpoint is run later. */
  defer(): void {
    this.#slot = this.#requester.answers.reserve();
  }

  /** Runs the endpoint. Reserves the place of its answer if it does not answer in its turn. */
  run(context: EndpointContext): void {
    this.#calledAt = performance.now();
    try {
      const result: unknown = this.#endpoint.handle(context);
      if (result !== undefined) Promise.resolve(result).catch(this.#fail);
    } catch (error) {
      this.#fail(error);
    }
    if (this.#isAnswered) return;
    this.#slot ??= this.#requester.answers.reserve();
    // It goes on later, and may compute then. A shout to a few users is over in the same turn.
    if (this.#waits === 0) this.#requester.endTurn();
    this.#restartTime();
  }

  /** Waits for work that the server may delay: that time does not count as the endpoint's. */
  waitFor<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#waitFor(work);
    // An endpoint may ignore the result. An unhandled rejection would end the process.
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
    checkString("An answer", text);
    if (this.#isRefused) return;
    if (this.#isAnswered) {
      const fields = { event: "endpoint-second-answer", endpoint: this.#endpoint.name };
      return this.#logger.warn(fields, `${this.#endpoint.name} answered again: only its first answer counts`);
    }
    this.#isAnswered = true;
    this.#waiting.delete(this);
    if (this.#slot && performance.now() - this.#calledAt > SHOUT_SLICE_MS) this.#requester.endTurn();
    // A lone half of a surrogate pair can't be sent.
    if (this.#slot) this.#requester.answers.fill(this.#slot, text.toWellFormed());
    else this.#requester.answers.add(text.toWellFormed());
  };

  /** Answers in place of the endpoint: what it wants to do is refused to the user. A later answer of it is dropped. */
  refuse(text: string, trouble: Trouble): void {
    if (this.#isAnswered) return;
    this.#requester.troubled(trouble);
    this.reply(text);
    this.#isRefused = true;
  }

  /** Answers for an endpoint that did not answer in time. */
  expire(timeoutMs: number): void {
    this.#answerFor(`gave no answer within ${timeoutMs / 1000} s`);
  }

  #fail = (error: unknown): void => {
    if (this.#isAnswered) this.#log(`failed after its answer: ${describeShortly(error)}`);
    else this.#answerFor("failed", describeShortly(error));
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

/** Describes a thrown value in one short line for the log, without the stack. */
function describeShortly(error: unknown): string {
  return displayText(cutToBytes(describe(error), MAX_LOGGED_BYTES));
}
