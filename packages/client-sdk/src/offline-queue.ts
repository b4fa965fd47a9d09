import { foldName } from "@chat/protocol";
import { NotConnectedError } from "./errors.ts";
import type { SentMessage } from "./sent-message.ts";

interface KeptMessage {
  readonly message: SentMessage;
  /** The receiver's name: that of two spellings of one name is equal [C-44]. */
  readonly receiver: string;
  readonly bytes: number;
}

/** Keeps direct messages for later: in order, and within the limits. */
export class OfflineQueue {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  #kept: KeptMessage[] = [];
  #bytes = 0;

  constructor(maxMessages: number, maxBytes: number) {
    this.#maxMessages = maxMessages;
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#kept.length;
  }

  /** @throws {NotConnectedError} when there is no room for the message */
  add(message: SentMessage, bytes: number): void {
    if (this.#kept.length >= this.#maxMessages || this.#bytes + bytes > this.#maxBytes) {
      throw new NotConnectedError(
        `The connection or the receiver is away, and ${this.#kept.length} messages are kept already, of ${this.#bytes} bytes.`,
      );
    }
    this.#kept.push({ message, receiver: foldName(message.to), bytes });
    this.#bytes += bytes;
  }

  /** Returns whether a message to a user is kept, however the name is spelled. */
  hasFor(name: string): boolean {
    if (this.#kept.length === 0) return false;
    const wanted = foldName(name);
    return this.#kept.some(({ receiver }) => receiver === wanted);
  }

  /** Takes the oldest message, or the oldest to one of these receivers, whose names went through `foldName`. */
  shift(receivers?: ReadonlySet<string>): SentMessage | undefined {
    const index = receivers ? this.#kept.findIndex(({ receiver }) => receivers.has(receiver)) : 0;
    const [kept] = index === -1 ? [] : this.#kept.splice(index, 1);
    this.#bytes -= kept?.bytes ?? 0;
    return kept?.message;
  }

  /** Takes all of them, oldest first. */
  takeAll(): readonly SentMessage[] {
    const taken = this.#kept;
    this.#kept = [];
    this.#bytes = 0;
    return taken.map(({ message }) => message);
  }
}
