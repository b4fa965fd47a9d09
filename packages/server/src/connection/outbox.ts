import type { Socket } from "node:net";
import { UNFRAMED_BACKLOG_MESSAGES, UNFRAMED_WRITE_GAP_MS } from "@chat/protocol";
import type { Mailbox } from "../backplane/backplane.ts";
import type { ServerLimits } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { Sweep } from "../timing/sweep.ts";
import type { Budget } from "./budget.ts";
import type { FlushQueue } from "./flush-queue.ts";

/** What the outboxes of one event loop share. */
export interface OutboxServices {
  readonly limits: ServerLimits;
  readonly outboxBudget: Budget;
  readonly flushQueue: FlushQueue;
  /** Flushes outboxes that wait for the gap between two writes. */
  readonly pacer: Sweep<Outbox>;
  /** Hangs up on who has taken nothing for too long. */
  readonly stalled: DeadlineQueue<Outbox>;
}

/** Who owns an outbox, as far as the outbox cares. */
export interface OutboxOwner {
  /** Something was written: there may be room again. */
  outboxMoved(): void;
  /** The kernel has taken nothing for `outboxStallTimeoutMs`. */
  outboxStalled(): void;
}

/** Text that is written in one go, and who gets told should it not be written: one entry for each direct message. */
interface Batch {
  text: string;
  readonly senders: Mailbox[];
}

/**
 * Messages are gathered into writes of about this many bytes. Each that completes is a sign that the receiver reads, so
 * this is how slow a receiver may be: this much within the stall timeout.
 */
const BATCH_BYTES = 16 * 1024;

/**
 * What waits to be written to one connection.
 *
 * Lines are plain ASCII, so a character is a byte. For a client that frames, the lines of one turn of the event loop go
 * out in one write; for one that may decode each read as one message, one line at a time with a gap [C-22] [C-23].
 */
export class Outbox {
  readonly #socket: Socket;
  readonly #owner: OutboxOwner;
  readonly #services: OutboxServices;
  /** The first `#dispatched` of them are with the socket, and not all of that is taken by the kernel yet. */
  readonly #batches: Batch[] = [];
  #dispatched = 0;
  /** Bytes that are not with the socket yet. */
  #waitingBytes = 0;
  /** Bytes of all batches: what counts against the budget. */
  #heldBytes = 0;
  #isPaced = true;
  #lastWriteEndedAt = Number.NEGATIVE_INFINITY;
  #isQueued = false;
  #isStalling = false;
  #isEnding = false;

  constructor(socket: Socket, owner: OutboxOwner, services: OutboxServices) {
    this.#socket = socket;
    this.#owner = owner;
    this.#services = services;
  }

  /** Bytes held in memory for this receiver. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Bytes that the kernel did not take yet. */
  get queuedBytes(): number {
    return this.#waitingBytes + this.#socket.writableLength;
  }

  /** From here on, lines may be gathered into one write, with no gap between two. */
  stopPacing(): void {
    this.#isPaced = false;
  }

  /** Tells whether so many bytes fit, after the kernel was offered what is there. */
  hasRoom(bytes: number): boolean {
    const { maxOutboxBytes } = this.#services.limits;
    if (this.queuedBytes + bytes <= maxOutboxBytes) return true;
    this.flush();
    return this.queuedBytes + bytes <= maxOutboxBytes;
  }

  /** Adds a line; `sender` is told should it not be written. Whoever calls has asked for room, or has reason not to. */
  append(line: string, sender: Mailbox | null): void {
    const end = this.#appendPieces(line);
    const batch = this.#openBatch(line.length - end);
    batch.text += line.slice(end);
    if (sender) batch.senders.push(sender);
    this.#waitingBytes += line.length;
    this.#heldBytes += line.length;
    if (!this.#isQueued) {
      this.#isQueued = true;
      this.#services.flushQueue.add(this);
    }
    this.#services.outboxBudget.take(line.length);
  }

  /** Offers what waits to the kernel, as far as it takes it without waiting. */
  flush(): void {
    this.#isQueued = false;
    const socket = this.#socket;
    while (this.#dispatched < this.#batches.length && socket.writableLength === 0 && !socket.destroyed) {
      if (this.#isPaced && !this.#isGapOver()) {
        this.#services.pacer.add(this);
        return;
      }
      const { text } = this.#batches[this.#dispatched] as Batch;
      this.#dispatched += 1;
      this.#waitingBytes -= text.length;
      socket.write(text, "latin1", this.#onWritten);
      this.#lastWriteEndedAt = this.#isPaced ? performance.now() : 0;
      if (socket.writableLength > 0) this.#watchForStall();
    }
    if (this.#isEnding && this.#batches.length === 0) socket.end();
  }

  /** Writes what waits, then shuts our side of the connection down. Nothing may be appended afterwards. */
  end(): void {
    this.#isEnding = true;
    this.flush();
  }

  /** Forgets what waits; gives for each sender how many of its messages were not written. */
  discard(): Map<Mailbox, number> {
    const unwritten = new Map<Mailbox, number>();
    for (const { senders } of this.#batches.slice(this.#countWritten())) {
      for (const sender of senders) unwritten.set(sender, (unwritten.get(sender) ?? 0) + 1);
    }
    this.#services.outboxBudget.giveBack(this.#heldBytes);
    this.#services.pacer.delete(this);
    this.#services.stalled.delete(this);
    this.#batches.length = 0;
    this.#dispatched = 0;
    this.#waitingBytes = 0;
    this.#heldBytes = 0;
    return unwritten;
  }

  /** The stall timeout has passed. */
  stall(): void {
    this.#owner.outboxStalled();
  }

  /**
   * Puts all of a long line but its last piece into batches of their own, so that a slow receiver is seen to read. One
   * that can't frame gets it in one write all the same. Gives the position of the last piece.
   */
  #appendPieces(line: string): number {
    let start = 0;
    while (!this.#isPaced && line.length - start > BATCH_BYTES) {
      this.#batches.push({ text: line.slice(start, start + BATCH_BYTES), senders: [] });
      start += BATCH_BYTES;
    }
    return start;
  }

  #openBatch(bytes: number): Batch {
    const last = this.#batches.at(-1);
    const isOpen = last && !this.#isPaced && this.#batches.length > this.#dispatched;
    if (isOpen && last.text.length + bytes <= BATCH_BYTES) return last;
    const batch = { text: "", senders: [] };
    this.#batches.push(batch);
    return batch;
  }

  /** Counts the batches that the kernel has taken, whether it has said so yet or not. */
  #countWritten(): number {
    const { writableLength, errored } = this.#socket;
    // Only the last can be taken in part: a write is begun when those before it are taken.
    return writableLength === 0 && !errored ? this.#dispatched : Math.max(0, this.#dispatched - 1);
  }

  #isGapOver(): boolean {
    if (this.#batches.length - this.#dispatched > UNFRAMED_BACKLOG_MESSAGES) return true;
    // Counted from the end of the write before, which is no earlier than its begin: a pause in between shortens nothing.
    return performance.now() - this.#lastWriteEndedAt >= UNFRAMED_WRITE_GAP_MS;
  }

  #watchForStall(): void {
    this.#isStalling = true;
    this.#services.stalled.add(this);
  }

  #onWritten = (error?: Error | null): void => {
    const batch = error ? undefined : this.#batches.shift();
    if (!batch) return;
    this.#dispatched -= 1;
    this.#heldBytes -= batch.text.length;
    this.#services.outboxBudget.giveBack(batch.text.length);
    if (this.#isStalling) {
      if (this.#socket.writableLength > 0) return this.#watchForStall();
      this.#isStalling = false;
      this.#services.stalled.delete(this);
    }
    this.flush();
    this.#owner.outboxMoved();
  };
}
