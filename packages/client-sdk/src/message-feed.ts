import type { ChatMessage } from "@chat/protocol";
import { Queue } from "./queue.ts";

/** Messages kept for a loop that is slower than they come. */
const MAX_WAITING_MESSAGES = 1_000;

/** Length of all their texts together, in UTF-16 code units: a message can have 64 Ki of them. */
const MAX_WAITING_CHARACTERS = 1024 * 1024;

/** What may wait, as a multiple of the limits above, while whoever should take it waits for the server. */
const MAX_EXCESS = 10;

type Reader = PromiseWithResolvers<IteratorResult<ChatMessage, undefined>>;

/** Messages for one `for await` loop. */
export class MessageFeed implements AsyncIterableIterator<ChatMessage> {
  readonly #onRead: () => void;
  readonly #onStop: (feed: MessageFeed) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #messages = new Queue<ChatMessage>();
  readonly #readers = new Queue<Reader>();
  #characters = 0;
  #isEnded = false;
  /** Why the loop ends with an error that it has not been told yet. */
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

  /** How full it is: 1 is as much as should wait. */
  get fullness(): number {
    return Math.max(this.#messages.length / MAX_WAITING_MESSAGES, this.#characters / MAX_WAITING_CHARACTERS);
  }

  /** Whether no more should come. */
  get isFull(): boolean {
    return this.fullness >= 1;
  }

  /** Whether no more may come, whatever else has to wait for it. */
  get isOverfull(): boolean {
    return this.fullness >= MAX_EXCESS;
  }

  push(message: ChatMessage): void {
    const reader = this.#readers.shift();
    if (reader) return reader.resolve({ value: message, done: false });
    this.#messages.push(message);
    this.#characters += message.msg.length;
  }

  /** No more messages come; those that are kept are still given. */
  end(): void {
    this.#isEnded = true;
    this.#signal?.removeEventListener("abort", this.#fail);
    for (const reader of this.#readers.takeAll()) reader.resolve({ value: undefined, done: true });
  }

  async next(): Promise<IteratorResult<ChatMessage, undefined>> {
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

  async return(): Promise<IteratorResult<ChatMessage, undefined>> {
    this.#stop();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Whoever waits is told at once; else it is told to who asks next. */
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
