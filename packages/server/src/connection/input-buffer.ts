import type { ForkedReader, MessageReader, ReaderItem } from "@chat/protocol";
import type { Budget } from "./budget.ts";

/** The budgets that all input buffers of an event loop share. */
export interface InputBudgets {
  /** Memory of all that was received and not taken as a message. */
  readonly inputBudget: Budget;
  /**
   * Memory of the part of it that was not read yet. Past the limit nothing is read ahead: what many connections send stays
   * in the kernel.
   */
  readonly unreadBudget: Budget;
}

const LINE_FEED = 0x0a;

/**
 * The bytes that one connection has sent and nobody has taken. The message reader holds the first of them. What comes while
 * it has unread bytes waits in chunks behind them, so that nothing is copied a second time.
 */
export class InputBuffer {
  readonly #reader: MessageReader;
  readonly #budgets: InputBudgets;
  /** Most connections never need one. */
  #chunks: Uint8Array[] | null = null;
  #chunkBytes = 0;
  #heldBytes = 0;
  #countedUnreadBytes = 0;

  constructor(reader: MessageReader, budgets: InputBudgets) {
    this.#reader = reader;
    this.#budgets = budgets;
  }

  /** Bytes of messages that are incomplete or not taken, as of the last {@link count}. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  get unreadBytes(): number {
    return this.#reader.unreadBytes + this.#chunkBytes;
  }

  /** True when nothing waits to be taken. The line end behind a message is nothing. */
  get isEmpty(): boolean {
    return this.unreadBytes === 0 || (this.unreadBytes === 1 && this.#reader.nextByte === LINE_FEED);
  }

  /** Adds bytes. Their memory belongs to the next read of a socket, so those that have to wait are copied. */
  push(chunk: Uint8Array): void {
    if (this.unreadBytes === 0) return this.#reader.push(chunk);
    this.#chunks ??= [];
    // Not slice(), which returns a view when the chunk is a Buffer.
    this.#chunks.push(new Uint8Array(chunk));
    this.#chunkBytes += chunk.length;
  }

  /** Takes the next message or rejection; `null` when the bytes have none. */
  next(): ReaderItem | null {
    for (;;) {
      const item = this.#reader.next();
      if (item) return item;
      const chunk = this.#chunks?.shift();
      if (!chunk) return null;
      this.#chunkBytes -= chunk.length;
      this.#reader.push(chunk);
    }
  }

  /** Makes a reader that goes on from here by itself, with copies of all bytes that nobody has taken. */
  fork(): ForkedReader | null {
    const fork = this.#reader.fork();
    const later = Buffer.concat(this.#chunks ?? []);
    fork?.reader.push(later);
    return fork && { ...fork, bytes: Buffer.concat([fork.bytes, later]) };
  }

  /** Counts what is held now against the budgets. Their relief may end the connection. */
  count(): void {
    const { unreadBytes } = this;
    this.#budgets.unreadBudget.take(unreadBytes - this.#countedUnreadBytes);
    this.#countedUnreadBytes = unreadBytes;
    const heldBytes = this.#reader.incompleteBytes + unreadBytes;
    const difference = heldBytes - this.#heldBytes;
    this.#heldBytes = heldBytes;
    if (difference > 0) this.#budgets.inputBudget.take(difference);
    else this.#budgets.inputBudget.release(-difference);
  }

  /** Drops everything. */
  clear(): void {
    this.#budgets.inputBudget.release(this.#heldBytes);
    this.#budgets.unreadBudget.release(this.#countedUnreadBytes);
    this.#chunks = null;
    this.#chunkBytes = 0;
    this.#heldBytes = 0;
    this.#countedUnreadBytes = 0;
  }
}
