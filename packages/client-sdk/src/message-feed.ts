import type { ChatMessage } from "@chat/protocol";

/** Messages kept for a reader that is slower than they come. Past it, the connection is not read. */
const MAX_WAITING_MESSAGES = 1_000;

/** Messages for one `for await` loop. */
export class MessageFeed implements AsyncIterableIterator<ChatMessage> {
  readonly #onStop: (feed: MessageFeed) => void;
  readonly #onRead: () => void;
  #messages: ChatMessage[] = [];
  #readers: ((result: IteratorResult<ChatMessage, undefined>) => void)[] = [];
  #isEnded = false;

  /**
   * @param onRead called when a message was taken: there may be room again
   * @param onStop called when the loop is over
   */
  constructor(onRead: () => void, onStop: (feed: MessageFeed) => void) {
    this.#onRead = onRead;
    this.#onStop = onStop;
  }

  /** Whether more is kept than should be. */
  get isFull(): boolean {
    return this.#messages.length >= MAX_WAITING_MESSAGES;
  }

  push(message: ChatMessage): void {
    const reader = this.#readers.shift();
    if (reader) reader({ value: message, done: false });
    else this.#messages.push(message);
  }

  /** No more messages come; those that are kept are still given. */
  end(): void {
    this.#isEnded = true;
    for (const reader of this.#readers) reader({ value: undefined, done: true });
    this.#readers = [];
  }

  async next(): Promise<IteratorResult<ChatMessage, undefined>> {
    const message = this.#messages.shift();
    if (message) {
      this.#onRead();
      return { value: message, done: false };
    }
    if (this.#isEnded) return { value: undefined, done: true };
    return await new Promise((resolve) => this.#readers.push(resolve));
  }

  async return(): Promise<IteratorResult<ChatMessage, undefined>> {
    this.#messages = [];
    this.end();
    this.#onStop(this);
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
