import { NotConnectedError } from "./errors.ts";
import { Queue } from "./queue.ts";
import type { SentMessage } from "./sent-message.ts";

/** Keeps direct messages while the connection is away: in order, and within the limits. */
export class OfflineQueue {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  readonly #kept = new Queue<{ readonly message: SentMessage; readonly bytes: number }>();
  #bytes = 0;

  constructor(maxMessages: number, maxBytes: number) {
    this.#maxMessages = maxMessages;
    this.#maxBytes = maxBytes;
  }

  /** @throws {NotConnectedError} when there is no room for the message */
  add(message: SentMessage, bytes: number): void {
    if (this.#kept.length >= this.#maxMessages || this.#bytes + bytes > this.#maxBytes) {
      throw new NotConnectedError(
        `The connection is away, and ${this.#kept.length} messages are kept for it already, of ${this.#bytes} bytes.`,
      );
    }
    this.#kept.push({ message, bytes });
    this.#bytes += bytes;
  }

  /** Takes the oldest one. */
  shift(): SentMessage | undefined {
    const kept = this.#kept.shift();
    this.#bytes -= kept?.bytes ?? 0;
    return kept?.message;
  }

  /** Takes all of them, oldest first. */
  takeAll(): readonly SentMessage[] {
    this.#bytes = 0;
    return this.#kept.takeAll().map(({ message }) => message);
  }
}
