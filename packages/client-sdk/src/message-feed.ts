import type { IncomingMessage } from "./incoming-message.ts";
import { Queue } from "./queue.ts";

/** The number of messages that may wait for a slow loop. */
const MAX_WAITING_MESSAGES = 1_000;

/** The length of all waiting texts together, in UTF-16 code units: a message can have 64 Ki of them. */
const MAX_WAITING_CHARACTERS = 1024 * 1024;

/** The factor by which the limits above may be exceeded while the program waits for an answer from the server. */
const MAX_EXCESS = 10;

type Reader = PromiseWithResolvers<IteratorResult<IncomingMessage, undefined>>;

/** Buffers the messages for one `for await` loop. */
export class MessageFeed implements AsyncIterableIterator<IncomingMessage> {
  readonly #onRead: () => void;
  readonly #onStop: (feed: MessageFeed) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #messages = new Queue<IncomingMessage>();
  readonly #readers = new Queue<Reader>();
  #characters = 0;
  #isEnded = false;
  /** The error that ends the loop, until the loop has received it. */
  #failure: { readonly reason: unknown } | null = null;

  /**
   * @param onRead called when a message was taken: there may be room again
   * @param onStop called when the loop is over
   * @param signal ends the loop with its reason
   */
  constructor(onRead: () => void, onStop: (feed: MessageFeed) => void, signal?: AbortSignal) {
    this.#onRead = onRead;
    this.#onStop = onStop;
    this.#signal = signal;
    if (signal?.aborted) this.#fail();
    else signal?.addEventListener("abort", this.#fail, { once: true });
  }

  /** The filling level: 1 means that no more should come. */
  get #fullness(): number {
    return Math.max(this.#messages.length / MAX_WAITING_MESSAGES, this.#characters / MAX_WAITING_CHARACTERS);
  }

  /** True when no more should come. */
  get isFull(): boolean {
    return this.#fullness >= 1;
  }

  /** True when no more may come, even if an answer has to wait. */
  get isOverfull(): boolean {
    return this.#fullness >= MAX_EXCESS;
  }

  push(message: IncomingMessage): void {
    const reader = this.#readers.shift();
    if (reader) return reader.resolve({ value: message, done: false });
    this.#messages.push(message);
    this.#characters += message.msg.length;
  }

  /** Ends the loop behind the messages that wait. */
  end(): void {
    this.#isEnded = true;
    this.#signal?.removeEventListener("abort", this.#fail);
    for (const reader of this.#readers.takeAll()) reader.resolve({ value: undefined, done: true });
  }

  async next(): Promise<IteratorResult<IncomingMessage, undefined>> {
    if (this.#failure) throw this.#takeFailure(this.#failure);
    const message = this.#messages.shift();
    if (message) {
      this.#characters -= message.msg.length;
      this.#onRead();
      return { value: message, done: false };
    }
    if (this.#isEnded) return { value: undefined, done: true };
    const reader: Reader = Promise.withResolvers();
    this.#readers.push(reader);
    return await reader.promise;
  }

  async return(): Promise<IteratorResult<IncomingMessage, undefined>> {
    this.#stop();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Wakes the waiting reader with the reason; if none waits, the next read rejects with it. */
  readonly #fail = (): void => {
    const reason: unknown = this.#signal?.reason;
    const readers = this.#readers.takeAll();
    for (const { reject } of readers) reject(reason);
    if (readers.length === 0) this.#failure = { reason };
    this.#stop();
  };

  #takeFailure({ reason }: { readonly reason: unknown }): unknown {
    this.#failure = null;
    return reason;
  }

  #stop(): void {
    this.#messages.takeAll();
    this.#characters = 0;
    this.end();
    this.#onStop(this);
  }
}
