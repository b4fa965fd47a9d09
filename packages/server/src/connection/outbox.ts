import type { Socket } from "node:net";
import { UNFRAMED_BACKLOG_MESSAGES, UNFRAMED_WRITE_GAP_MS } from "@chat/protocol";
import type { SharedLine } from "../delivery/line.ts";
import type { Sender } from "../delivery/user.ts";
import type { ServerLimits } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { SliceQueue } from "../timing/slice-queue.ts";
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
  /** Those whose gap is over. */
  readonly paced: SliceQueue<Outbox>;
  /** Hangs up on who has taken nothing for too long. */
  readonly stalled: DeadlineQueue<Outbox>;
}

/** Who owns an outbox, as far as the outbox cares. */
export interface OutboxListener {
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
 * Memory in bytes that a line costs an outbox besides its text, or instead of it when the text is shared, and that a batch
 * costs: `benchmarks/memory-budgets.ts` compares with what the process holds.
 */
const LINE_OVERHEAD_BYTES = 44;
const BATCH_OVERHEAD_BYTES = 64;

/** Bytes that are written to one receiver before the others have their turn. */
const MAX_FLUSH_BYTES = 64 * 1024;

/** Room for shouts beyond that for other messages, as a share of it: nobody is cut off whose queue others have filled. */
const SHOUT_ROOM_SHARE = 1;

/**
 * What waits to be written to one connection.
 *
 * Lines are plain ASCII, so a character is a byte. For a client that frames, the lines of one turn of the event loop go
 * out in one write; for one that may decode each read as one message, one line at a time with a gap [C-22] [C-23].
 */
export class Outbox {
  readonly #socket: Socket;
  readonly #owner: OutboxListener;
  readonly #services: OutboxServices;
  /** What waits to be written: the last one may still grow. */
  readonly #batches: Batch[] = [];
  /** What was written and the kernel has not taken to the end. */
  #inFlight: Batch | null = null;
  /** Bytes of the batches that wait. */
  #waitingBytes = 0;
  /** Memory that this outbox holds alone: all but shared lines. */
  #ownBytes = 0;
  #isPaced = true;
  #lastWriteEndedAt = Number.NEGATIVE_INFINITY;
  /** Set while it waits for the flush at the end of this turn, and for its turn among those that got shouts. */
  #isQueued = false;
  #isQueuedForShouts = false;
  /** Whether something was written that the owner was not told of. */
  #hasMoved = false;
  #isEnding = false;
  /** True when the last write ended inside a line. */
  #isInsideLine = false;

  constructor(socket: Socket, owner: OutboxListener, services: OutboxServices) {
    this.#socket = socket;
    this.#owner = owner;
    this.#services = services;
  }

  /** Bytes held in memory for this receiver, its share of lines that others wait for included. */
  get heldBytes(): number {
    return this.#batches.reduce((bytes, batch) => bytes + batch.sharedBytes, this.#ownBytes);
  }

  /** True while its receiver has not taken all that it was offered: only such a receiver may be called slow. */
  get isStuck(): boolean {
    return this.#inFlight !== null;
  }

  /** Bytes that the kernel did not take yet. */
  get queuedBytes(): number {
    return this.#inFlight ? this.#waitingBytes + this.#socket.writableLength : this.#waitingBytes;
  }

  /** From here on, lines may be gathered into one write, with no gap between two. */
  stopPacing(): void {
    this.#isPaced = false;
  }

  /** Tells whether so many bytes fit, after the kernel was offered what is there. */
  hasRoom(bytes: number): boolean {
    const { outboxBudget, limits } = this.#services;
    if (!outboxBudget.isExceeded) return this.#hasRoom(bytes, limits.maxOutboxBytes);
    // The memory of all is used up, and nobody is left who could be ended for not reading. Who reads still has room.
    this.offer();
    return this.queuedBytes === 0;
  }

  /** The same for a shout, for which there is more room: nobody can be told that it was refused. */
  hasRoomForShout(bytes: number): boolean {
    return this.#hasRoom(bytes, this.#services.limits.maxOutboxBytes * (1 + SHOUT_ROOM_SHARE));
  }

  #hasRoom(bytes: number, maxQueuedBytes: number): boolean {
    if (this.queuedBytes + bytes <= maxQueuedBytes) return true;
    this.offer();
    return this.queuedBytes + bytes <= maxQueuedBytes;
  }

  /** Offers what waits to the kernel at once. The owner hears of it later: it may be in the middle of something. */
  offer(): void {
    this.#write();
    if (this.#hasMoved) this.#queue();
  }

  /** Adds a line; `sender` is told should it not be written. Whoever calls has asked for room, or has reason not to. */
  append(line: string, sender: Sender | null): void {
    const end = this.#appendPieces(line);
    const batch = this.#openBatch(line.length - end);
    batch.add(end === 0 ? line : line.slice(end), sender);
    this.#waitingBytes += line.length;
    this.#queue();
    this.#own(batch, line.length + LINE_OVERHEAD_BYTES);
  }

  /** Adds a line that many outboxes get. Nobody waits for it as for an answer, so it may be written a little later. */
  appendShared(line: SharedLine): void {
    const { text } = line;
    const end = this.#appendPieces(text);
    const batch = this.#openBatch(text.length - end);
    batch.addShared(end === 0 ? text : text.slice(end), line);
    this.#waitingBytes += text.length;
    this.#queueForShouts();
    this.#own(batch, LINE_OVERHEAD_BYTES, line.hold() ? text.length : 0);
  }

  /** Offers what waits to the kernel, as far as it takes it without waiting. */
  flush(): void {
    this.#isQueued = false;
    this.#isQueuedForShouts = false;
    this.#write(MAX_FLUSH_BYTES);
    if (!this.#hasMoved) return;
    this.#hasMoved = false;
    this.#owner.outboxMoved();
  }

  /** Writes what waits, then shuts our side of the connection down. Nothing may be appended afterwards. */
  end(): void {
    this.#isEnding = true;
    this.#write();
  }

  /** Forgets everything; returns for each sender how many of its messages were not written. */
  discard(): Map<Sender, number> {
    const unwritten = this.#takeUnwritten();
    this.#services.pacer.delete(this);
    this.#services.paced.delete(this);
    this.#services.stalled.delete(this);
    for (const batch of this.#batches) this.#letGo(batch);
    if (this.#inFlight) this.#letGo(this.#inFlight);
    this.#batches.length = 0;
    this.#inFlight = null;
    this.#waitingBytes = 0;
    return unwritten;
  }

  /**
   * Forgets what waits, but for the rest of a line that has begun: last words can follow. Returns for each sender how many
   * of its messages may not arrive.
   */
  dropWaiting(): Map<Sender, number> {
    const unwritten = this.#takeUnwritten();
    const kept = this.#isInsideLine ? this.#batches.findIndex(({ endsInside }) => !endsInside) + 1 : 0;
    const dropped = this.#batches.splice(kept);
    for (const batch of this.#batches) batch.forgetSenders();
    for (const batch of dropped) this.#letGo(batch);
    this.#waitingBytes = this.#batches.reduce((bytes, { text }) => bytes + text.length, 0);
    return unwritten;
  }

  #takeUnwritten(): Map<Sender, number> {
    const unwritten = new Map<Sender, number>();
    // The kernel may have taken the rest of it and not said so yet.
    if (this.#isAllTaken()) this.#inFlight?.tellWritten();
    else this.#inFlight?.countInto(unwritten);
    this.#inFlight?.forgetSenders();
    for (const batch of this.#batches) batch.countInto(unwritten);
    return unwritten;
  }

  /** The stall timeout has passed. */
  stall(): void {
    this.#owner.outboxStalled();
  }

  /**
   * Puts all of a long line but its last piece into batches of their own, so that a slow receiver is seen to read. One
   * that can't frame gets it in one write all the same. Returns where the last piece starts.
   */
  #appendPieces(line: string): number {
    let start = 0;
    while (!this.#isPaced && line.length - start > BATCH_BYTES) {
      this.#addBatch(true).add(line.slice(start, start + BATCH_BYTES), null);
      start += BATCH_BYTES;
    }
    return start;
  }

  #openBatch(bytes: number): Batch {
    const last = this.#isPaced ? undefined : this.#batches.at(-1);
    return last && !last.endsInside && last.text.length + bytes <= BATCH_BYTES ? last : this.#addBatch(false);
  }

  #addBatch(endsInside: boolean): Batch {
    const batch = new Batch(endsInside);
    this.#batches.push(batch);
    return batch;
  }

  /** Counts memory that a batch of this outbox holds alone, and what it is the first to hold. Relief may write it at once. */
  #own(batch: Batch, bytes: number, sharedBytes = 0): void {
    const ownBytes = batch.ownBytes === 0 ? BATCH_OVERHEAD_BYTES + bytes : bytes;
    batch.ownBytes += ownBytes;
    this.#ownBytes += ownBytes;
    this.#services.outboxBudget.take(ownBytes + sharedBytes);
  }

  #letGo(batch: Batch): void {
    this.#ownBytes -= batch.ownBytes;
    this.#services.outboxBudget.giveBack(batch.ownBytes + batch.releaseShared());
    batch.ownBytes = 0;
  }

  #queueForShouts(): void {
    if (this.#isQueued || this.#isQueuedForShouts) return;
    this.#isQueuedForShouts = true;
    this.#services.flushQueue.addShout(this);
  }

  #queue(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#services.flushQueue.add(this);
  }

  #write(maxBytes = Number.POSITIVE_INFINITY): void {
    const socket = this.#socket;
    let bytes = 0;
    while (this.#inFlight === null && this.#batches.length > 0 && socket.writable) {
      if (this.#isPaced && !this.#isGapOver()) return this.#services.pacer.add(this);
      if (bytes >= maxBytes) return this.#queue();
      const batch = this.#batches.shift() as Batch;
      this.#inFlight = batch;
      this.#isInsideLine = batch.endsInside;
      this.#waitingBytes -= batch.text.length;
      bytes += batch.text.length;
      // Without a callback, which the runtime would call a tick later, when the kernel has mostly taken all at once.
      socket.write(batch.text, "latin1");
      if (this.#isPaced) this.#lastWriteEndedAt = performance.now();
      if (this.#isAllTaken()) this.#settle(batch);
      else this.#waitForKernel(batch);
    }
    if (this.#isEnding && this.#inFlight === null && this.#batches.length === 0) socket.end();
  }

  /** Whether the kernel has taken everything that was written. */
  #isAllTaken(): boolean {
    const { writableLength, errored } = this.#socket;
    return writableLength === 0 && !errored;
  }

  #settle(batch: Batch): void {
    this.#inFlight = null;
    this.#hasMoved = true;
    this.#letGo(batch);
    batch.tellWritten();
  }

  /** The kernel did not take all of it: from now on the runtime has a copy for this receiver alone. */
  #waitForKernel(batch: Batch): void {
    this.#services.stalled.add(this);
    // Writes complete in order, so that of nothing tells when the one before it has.
    this.#socket.write("", (error) => {
      if (!error) this.#kernelTookAll();
    });
    const bytes = batch.text.length;
    batch.text = "";
    this.#letGo(batch);
    this.#own(batch, bytes);
  }

  #kernelTookAll(): void {
    if (!this.#inFlight) return;
    this.#services.stalled.delete(this);
    this.#settle(this.#inFlight);
    this.flush();
  }

  #isGapOver(): boolean {
    if (this.#batches.length > UNFRAMED_BACKLOG_MESSAGES) return true;
    // Counted from the end of the write before, which is no earlier than its begin: a pause in between shortens nothing.
    return performance.now() - this.#lastWriteEndedAt >= UNFRAMED_WRITE_GAP_MS;
  }
}
