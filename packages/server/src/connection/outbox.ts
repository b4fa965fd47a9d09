import type { Socket } from "node:net";
import { UNFRAMED_BACKLOG_MESSAGES, UNFRAMED_WRITE_GAP_MS } from "@chat/protocol";
import type { Sender } from "../backplane/backplane.ts";
import type { ServerLimits } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { Sweep } from "../timing/sweep.ts";
import { Batch } from "./batch.ts";
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
  /** What waits to be written: the last one may still grow. */
  readonly #batches: Batch[] = [];
  /** What was written and the kernel has not taken to the end. */
  #underWay: Batch | null = null;
  /** Bytes of the batches that wait. */
  #waitingBytes = 0;
  /** Bytes of those and the one under way: what counts against the budget. */
  #heldBytes = 0;
  #isPaced = true;
  #lastWriteEndedAt = Number.NEGATIVE_INFINITY;
  #isQueued = false;
  /** Whether something was written that the owner was not told of. */
  #hasMoved = false;
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
    return this.#underWay ? this.#waitingBytes + this.#socket.writableLength : this.#waitingBytes;
  }

  /** From here on, lines may be gathered into one write, with no gap between two. */
  stopPacing(): void {
    this.#isPaced = false;
  }

  /** Tells whether so many bytes fit, after the kernel was offered what is there. */
  hasRoom(bytes: number): boolean {
    const { maxOutboxBytes } = this.#services.limits;
    if (this.queuedBytes + bytes <= maxOutboxBytes) return true;
    this.#write();
    // The owner hears of it later: it may be in the middle of something.
    if (this.#hasMoved) this.#queue();
    return this.queuedBytes + bytes <= maxOutboxBytes;
  }

  /** Adds a line; `sender` is told should it not be written. Whoever calls has asked for room, or has reason not to. */
  append(line: string, sender: Sender | null): void {
    const end = line.length > BATCH_BYTES ? this.#appendPieces(line) : 0;
    this.#openBatch(line.length - end).add(end === 0 ? line : line.slice(end), sender);
    this.#waitingBytes += line.length;
    this.#heldBytes += line.length;
    this.#queue();
    this.#services.outboxBudget.take(line.length);
  }

  /** Offers what waits to the kernel, as far as it takes it without waiting. */
  flush(): void {
    this.#isQueued = false;
    this.#write();
    if (!this.#hasMoved) return;
    this.#hasMoved = false;
    this.#owner.outboxMoved();
  }

  /** Writes what waits, then shuts our side of the connection down. Nothing may be appended afterwards. */
  end(): void {
    this.#isEnding = true;
    this.#write();
  }

  /** Forgets what waits; gives for each sender how many of its messages were not written. */
  discard(): Map<Sender, number> {
    const unwritten = new Map<Sender, number>();
    // The kernel may have taken the rest of it and not said so yet.
    if (this.#isAllTaken()) this.#underWay?.tellWritten();
    else this.#underWay?.countInto(unwritten);
    for (const batch of this.#batches) batch.countInto(unwritten);
    this.#services.outboxBudget.giveBack(this.#heldBytes);
    this.#services.pacer.delete(this);
    this.#services.stalled.delete(this);
    this.#batches.length = 0;
    this.#underWay = null;
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
      this.#addBatch().add(line.slice(start, start + BATCH_BYTES), null);
      start += BATCH_BYTES;
    }
    return start;
  }

  #openBatch(bytes: number): Batch {
    const last = this.#isPaced ? undefined : this.#batches.at(-1);
    return last && last.text.length + bytes <= BATCH_BYTES ? last : this.#addBatch();
  }

  #addBatch(): Batch {
    const batch = new Batch();
    this.#batches.push(batch);
    return batch;
  }

  #queue(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#services.flushQueue.add(this);
  }

  #write(): void {
    const socket = this.#socket;
    while (this.#underWay === null && this.#batches.length > 0 && socket.writable) {
      if (this.#isPaced && !this.#isGapOver()) return this.#services.pacer.add(this);
      const batch = this.#batches.shift() as Batch;
      this.#underWay = batch;
      this.#waitingBytes -= batch.text.length;
      // Without a callback, which the runtime would call a tick later, when the kernel has mostly taken all at once.
      socket.write(batch.text, "latin1");
      if (this.#isPaced) this.#lastWriteEndedAt = performance.now();
      if (this.#isAllTaken()) this.#settle(batch);
      else this.#waitForKernel();
    }
    if (this.#isEnding && this.#underWay === null && this.#batches.length === 0) socket.end();
  }

  /** Whether the kernel has taken everything that was written. */
  #isAllTaken(): boolean {
    const { writableLength, errored } = this.#socket;
    return writableLength === 0 && !errored;
  }

  #settle(batch: Batch): void {
    this.#underWay = null;
    this.#hasMoved = true;
    this.#heldBytes -= batch.text.length;
    this.#services.outboxBudget.giveBack(batch.text.length);
    batch.tellWritten();
  }

  #waitForKernel(): void {
    this.#services.stalled.add(this);
    // Writes complete in order, so that of nothing tells when the one before it has.
    this.#socket.write("", (error) => {
      if (!error) this.#kernelTookAll();
    });
  }

  #kernelTookAll(): void {
    if (!this.#underWay) return;
    this.#services.stalled.delete(this);
    this.#settle(this.#underWay);
    this.flush();
  }

  #isGapOver(): boolean {
    if (this.#batches.length > UNFRAMED_BACKLOG_MESSAGES) return true;
    // Counted from the end of the write before, which is no earlier than its begin: a pause in between shortens nothing.
    return performance.now() - this.#lastWriteEndedAt >= UNFRAMED_WRITE_GAP_MS;
  }
}
