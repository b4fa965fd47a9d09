import { createJsonMsg, EndpointName, type ServerAnswer, type ServerKind } from "@chat/protocol";
import { AnswerClock, type OwedAnswer } from "./answer-clock.ts";
import { ChatError } from "./chat-error.ts";
import { NoAnswerError, SendQueueFullError } from "./errors.ts";
import { PendingReplies, type Settlement } from "./pending-replies.ts";
import { PendingRequest } from "./pending-request.ts";
import { raceAbort } from "./race-abort.ts";
import type { SentMessage } from "./sent-message.ts";
import type { ServerConnection } from "./server-connection.ts";

/**
 * The load of direct messages without a request after which the client makes a request itself: else all of them would be
 * remembered for ever.
 */
const LOAD_PER_PROBE = 500;

/** The bytes that count as one message: 256 KiB of large ones fill the memory, and the network, as 500 small ones do. */
const BYTES_PER_LOAD = 512;

/** The bytes of unconfirmed messages past which the next message should wait for an answer. */
const WAIT_PAST_UNCONFIRMED_BYTES = 4 * 1024 * 1024;

/** The most bytes of unconfirmed messages, for a program that does not wait: one more message is refused. */
const MAX_UNCONFIRMED_BYTES = 4 * WAIT_PAST_UNCONFIRMED_BYTES;

/** The number of requests that may wait for an answer. */
const MAX_REQUESTS = 10_000;

/** Matches answers to what was sent, over one connection after another, and bounds the memory that this takes. */
export class RequestTracker {
  readonly #requestTimeoutMs: number;
  readonly #onWaitChange: () => void;
  readonly #pending = new PendingReplies();
  readonly #clock = new AnswerClock();
  #waiting = 0;
  /** Resolves when the unconfirmed messages leave room again; `null` while there is room. */
  #roomAgain: PromiseWithResolvers<void> | null = null;
  /** The direct messages that were sent since the last request, where a large one counts as several. */
  #load = 0;
  /** The time at which the first of them was sent, by `performance.now`. */
  #loadedAt = 0;

  /** @param onWaitChange called when {@link isWaiting} may have changed */
  constructor(requestTimeoutMs: number, onWaitChange: () => void) {
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#onWaitChange = onWaitChange;
  }

  /** True while a promise waits until the server has read or answered. */
  get isWaiting(): boolean {
    return this.#waiting > 0;
  }

  get unconfirmed(): readonly SentMessage[] {
    return this.#pending.unconfirmed;
  }

  /** Returns how long the server has owed an answer. */
  readOwed(server: ServerConnection): OwedAnswer {
    return this.#clock.read({
      oldest: this.#pending.oldestRequest,
      load: this.#load,
      loadedAt: this.#loadedAt,
      isHeldUp: server.isHeldUp,
    });
  }

  /**
   * Sends a direct message. The promise resolves when it is time to send the next one; `null` means at once.
   *
   * @throws {MessageTooLargeError} and {SendQueueFullError} before anything is sent
   */
  send(server: ServerConnection, message: SentMessage): Promise<void> | null {
    const line = createJsonMsg(server.name, server.localAddress, message.to, message.text);
    server.checkFits(line);
    if (this.#pending.unconfirmedBytes > MAX_UNCONFIRMED_BYTES) throw unanswered();
    // Added before it is written: a listener of the traffic may send another message during the write.
    this.#pending.addMessage(message, line.length);
    if (this.#load === 0) this.#loadedAt = performance.now();
    this.#load += Math.max(1, line.length / BYTES_PER_LOAD);
    const written = server.write(line);
    if (this.#load >= LOAD_PER_PROBE) this.probe(server);
    if (!written && !this.#isFull) return null;
    return this.#wait(this.#untilRoom(server, written));
  }

  /**
   * Asks an endpoint.
   *
   * @throws {MessageTooLargeError} and {SendQueueFullError} before anything is sent
   * @throws {NoAnswerError} when no answer came in time; the reason of the signal when that aborts
   */
  async ask(server: ServerConnection, endpoint: string, text: string, signal?: AbortSignal): Promise<ServerAnswer> {
    return await this.#wait(raceAbort(this.#request(server, endpoint, text, false), signal));
  }

  /** Makes a request that nobody waits for: its answer is a sign of life, and confirms what was sent before. */
  probe(server: ServerConnection): void {
    this.#wait(this.#request(server, EndpointName.Time, "", true)).catch((error: unknown) => {
      // The reason of a failure is reported in other ways. A lost probe is repeated when messages wait for its answer.
      if (!(error instanceof ChatError)) throw error;
      if (error instanceof NoAnswerError && this.#isFull) this.probe(server);
    });
  }

  async #request(server: ServerConnection, endpoint: string, text: string, isQuestion: boolean): Promise<ServerAnswer> {
    if (this.#pending.requestCount >= MAX_REQUESTS) throw unanswered();
    const line = createJsonMsg(server.name, server.localAddress, endpoint, text);
    server.checkFits(line);
    // The time limit starts when the request is written, not while it waits for its turn.
    const timing = { delayMs: server.writeDelayMs, timeoutMs: this.#requestTimeoutMs };
    const request = new PendingRequest({ endpoint, isQuestion, load: this.#load, ...timing }, () => {
      // A framing server still answers, and that answer must not settle another request. An original one may have lost it.
      if (server.serverKind === "original") this.#pending.forget(request);
    });
    this.#pending.addRequest(request);
    this.#load = 0;
    void server.write(line);
    return await request.answered;
  }

  /** Settles what an answer of the server is about. */
  settle(answer: ServerAnswer, serverKind: ServerKind): Settlement {
    const settlement = this.#pending.settle(answer, serverKind);
    if (settlement.kind === "answered") this.#clock.answered(settlement.request);
    else if (settlement.kind === "undeliverable") this.#clock.progressed();
    this.#tellRoom();
    return settlement;
  }

  /** Fails all requests when the connection is gone, and returns the direct messages that are still unconfirmed. */
  breakOff(error: ChatError): readonly SentMessage[] {
    const unconfirmed = this.#pending.clear(error);
    this.#load = 0;
    this.#tellRoom();
    return unconfirmed;
  }

  get #isFull(): boolean {
    return this.#pending.unconfirmedBytes > WAIT_PAST_UNCONFIRMED_BYTES;
  }

  async #untilRoom(server: ServerConnection, written: Promise<void> | null): Promise<void> {
    await written;
    if (!this.#isFull) return;
    if (this.#pending.requestCount === 0) this.probe(server);
    this.#roomAgain ??= Promise.withResolvers<void>();
    await this.#roomAgain.promise;
  }

  #tellRoom(): void {
    if (this.#isFull) return;
    this.#roomAgain?.resolve();
    this.#roomAgain = null;
  }

  async #wait<Value>(promise: Promise<Value>): Promise<Value> {
    this.#waiting += 1;
    this.#onWaitChange();
    try {
      return await promise;
    } finally {
      this.#waiting -= 1;
      this.#onWaitChange();
    }
  }
}

function unanswered(): SendQueueFullError {
  return new SendQueueFullError("The server reads, but has not answered for long: too much waits for its answer.");
}
