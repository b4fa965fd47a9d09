import { cutToBytes, foldName } from "@chat/protocol";
import { Queue } from "./queue.ts";
import type { SentMessage } from "./sent-message.ts";

/** The memory of a message besides its line, in bytes: an estimate, so that many empty messages count as well. */
const BYTES_PER_MESSAGE = 300;

/** A message that is not settled yet, or was settled out of order. */
interface PendingMessage {
  readonly message: SentMessage;
  /** Its position among all that was sent. */
  readonly sequence: number;
  readonly bytes: number;
  isSettled: boolean;
}

/**
 * Direct messages that are neither confirmed nor undeliverable, found by their receiver. Each operation takes constant
 * time, however many there are.
 */
export class PendingMessages {
  readonly #inOrder = new Queue<PendingMessage>();
  /** By the receiver as an error quotes it: cut [C-60]. */
  readonly #byQuote = new Map<string, Queue<PendingMessage>>();
  /** By the receiver's name: that of two spellings of one name is equal [C-44]. */
  readonly #byName = new Map<string, Queue<PendingMessage>>();
  #bytes = 0;
  #count = 0;

  /** Their number. */
  get count(): number {
    return this.#count;
  }

  /** The memory that they take, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Oldest first. */
  get all(): readonly SentMessage[] {
    return [...this.#inOrder].filter(({ isSettled }) => !isSettled).map(({ message }) => message);
  }

  add(message: SentMessage, sequence: number, lineBytes: number): void {
    const entry = { message, sequence, bytes: lineBytes + BYTES_PER_MESSAGE, isSettled: false };
    this.#inOrder.push(entry);
    queueOf(this.#byQuote, cutToBytes(message.to)).push(entry);
    queueOf(this.#byName, foldName(message.to)).push(entry);
    this.#bytes += entry.bytes;
    this.#count += 1;
  }

  /** Finds the oldest one to a receiver as an error quotes it. The original server quotes a long receiver whole. */
  findByQuote(quote: string): PendingMessage | undefined {
    return this.#byQuote.get(cutToBytes(quote))?.first;
  }

  /** Finds the oldest one to a user, however the name was spelled. */
  findByName(name: string): PendingMessage | undefined {
    return this.#byName.get(foldName(name))?.first;
  }

  settle(entry: PendingMessage): void {
    const { to } = entry.message;
    entry.isSettled = true;
    this.#bytes -= entry.bytes;
    this.#count -= 1;
    dropSettled(this.#byQuote, cutToBytes(to));
    dropSettled(this.#byName, foldName(to));
    while (this.#inOrder.first?.isSettled) this.#inOrder.shift();
  }

  /** Settles all that were sent before a position, and returns them, oldest first. */
  settleBefore(sequence: number): readonly SentMessage[] {
    const settled: SentMessage[] = [];
    for (let entry = this.#inOrder.first; entry && entry.sequence < sequence; entry = this.#inOrder.first) {
      this.settle(entry);
      settled.push(entry.message);
    }
    return settled;
  }

  /** Removes all, and returns them, oldest first. */
  takeAll(): readonly SentMessage[] {
    return this.settleBefore(Number.POSITIVE_INFINITY);
  }
}

function queueOf(queues: Map<string, Queue<PendingMessage>>, key: string): Queue<PendingMessage> {
  const queue = queues.get(key) ?? new Queue<PendingMessage>();
  queues.set(key, queue);
  return queue;
}

/** Removes settled messages from the front: one in the middle goes when those before it have gone. */
function dropSettled(queues: Map<string, Queue<PendingMessage>>, key: string): void {
  const queue = queues.get(key);
  while (queue?.first?.isSettled) queue.shift();
  if (queue?.length === 0) queues.delete(key);
}
