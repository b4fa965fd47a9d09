import type { SharedLine } from "../delivery/line.ts";
import type { Sender } from "../delivery/user.ts";
import type { ServerLimits } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { SliceQueue } from "../timing/slice-queue.ts";
import type { Sweep } from "../timing/sweep.ts";
import type { Transport } from "../transport/transport.ts";
import { Batch } from "./batch.ts";
import type { Budget } from "./budget.ts";
import type { ConnectionTap } from "./connection-tap.ts";
import { Counter, type CounterTable } from "./counter-table.ts";
import type { DisconnectReason } from "./disconnect-reason.ts";
import type { FlushQueue } from "./flush-queue.ts";
import { type ServerTextTimes, WriteGap } from "./write-gap.ts";

/** The parts that all outboxes of an event loop share. */
export interface OutboxServices {
  readonly limits: ServerLimits;
  readonly outboxBudget: Budget;
  readonly counters: CounterTable;
  readonly flushQueue: FlushQueue;
  /** Flushes outboxes that wait for the gap between two writes. */
  readonly pacer: Sweep<Outbox>;
  /** Outboxes whose gap is over. */
  readonly paced: SliceQueue<Outbox>;
  /** The outboxes whose kernel has taken nothing for some time, by their listeners. */
  readonly stalled: DeadlineQueue<OutboxListener>;
}

/** The connection of an outbox. */
export interface OutboxListener {
  /** Its row in the table of counters. */
  readonly counterRow: number;
  /** Set while somebody watches what is written. */
  readonly tap: ConnectionTap | null;
  /** Lines were written: there may be room again. */
  outboxMoved(): void;
  /** Ends the connection at once: the kernel has taken nothing for `outboxStallTimeoutMs`. */
  cutOff(reason: typeof DisconnectReason.SlowReader): void;
}

/**
 * Bytes of one write, about. Each write that completes shows that the receiver reads. So this is how slow a receiver may be:
 * it has to read this much within the stall timeout.
 */
const BATCH_BYTES = 16 * 1024;

/**
 * Memory in bytes that a line costs an outbox in addition to its text; for a shared line: instead of it.
 * `benchmarks/memory-budgets.ts` compares this with the memory of the process.
 */
const LINE_OVERHEAD_BYTES = 44;

/** The batches of every outbox in which nothing waits, which is nearly all of them. Nothing is ever added. */
const NO_BATCHES: Batch[] = [];

/** Bytes that are written to one receiver before the other outboxes have their turn. */
const MAX_FLUSH_BYTES = 64 * 1024;

/**
 * Room for shouts, as a multiple of the room for other messages. The extra room is for shouts alone, so that a queue which
 * others have filled gets nobody cut off.
 */
const SHOUT_ROOM_FACTOR = 2;

/**
 * The lines that wait to be written to one connection.
 *
 * Lines are plain ASCII, so a character is a byte. For a client that frames, the lines of one turn of the event loop go
 * out in one write; for one that may decode each read as one message, one line at a time with a gap [C-22] [C-23].
 *
 * When its receiver reads slowly, a direct message that has no room is refused to its sender, and a shout that has no room ends the
 * connection (`participant.ts`). A kernel that takes nothing for `outboxStallTimeoutMs` ends it as well, and when all
 * outboxes together are too large, those that hold most go (`memory-relief.ts`).
 */
export class Outbox {
  readonly #transport: Transport;
  readonly #listener: OutboxListener;
  readonly #services: OutboxServices;
  /** The text that waits to be written. The last batch may still grow. */
  #batches: Batch[] = NO_BATCHES;
  /** The batch that was written and that the kernel has not taken to its end. */
  #inFlight: Batch | null = null;
  /** Bytes of the batches that wait. */
  #waitingBytes = 0;
  /** The gap between two writes; `null` for a client that frames. */
  #gap: WriteGap | null = new WriteGap();
  /** True while it waits for the flush at the end of this turn, or for its turn among the outboxes that got shouts. */
  #isQueued = false;
  #isQueuedForShouts = false;
  /** True when lines were written that the listener does not know of. */
  #hasMoved = false;
  #isEnding = false;
  #isInsideLine = false;

  constructor(transport: Transport, listener: OutboxListener, services: OutboxServices) {
    this.#transport = transport;
    this.#listener = listener;
    this.#services = services;
  }

  /** Bytes held in memory for this receiver, with its part of the shared lines. */
  get heldBytes(): number {
    return this.#batches.reduce((bytes, batch) => bytes + batch.heldBytes, this.#inFlight?.heldBytes ?? 0);
  }

  /** True while the kernel has not taken all that was written: only then the receiver may be called slow. */
  get isStuck(): boolean {
    return this.#inFlight !== null;
  }

  /** Bytes that the kernel has not taken yet. */
  get queuedBytes(): number {
    return this.#inFlight ? this.#waitingBytes + this.#transport.untakenBytes : this.#waitingBytes;
  }

  /** True when the last write ended inside a line. */
  get isInsideLine(): boolean {
    return this.#isInsideLine;
  }

  /** The times of the server's texts to a client that may take each read for one message; `null` for one that frames. */
  get serverTexts(): ServerTextTimes | null {
    return this.#gap;
  }

  /** Messages that the kernel has not taken yet. */
  get queuedMessages(): number {
    return this.#batches.reduce((messages, batch) => messages + batch.messages, this.#inFlight?.messages ?? 0);
  }

  /** Allows several lines in one write from now on, and no gap between two writes. */
  stopPacing(): void {
    this.#gap = null;
  }

  /** Returns whether a line of this length fits, after all that waits was offered to the kernel. */
  hasRoom(bytes: number): boolean {
    const { outboxBudget, limits } = this.#services;
    if (!outboxBudget.isExceeded) return this.#hasRoom(bytes, limits.maxOutboxBytes);
    // The memory for all outboxes is used up, and no stuck receiver is left to be cut off. One that reads still has room.
    this.offer();
    return this.queuedBytes === 0;
  }

  #hasRoom(bytes: number, maxQueuedBytes: number): boolean {
    if (this.queuedBytes + bytes <= maxQueuedBytes) return true;
    this.offer();
    return this.queuedBytes + bytes <= maxQueuedBytes;
  }

  /** Offers what waits to the kernel at once. The listener learns of it later: it may be in the middle of something. */
  offer(): void {
    this.#write();
    if (this.#hasMoved) this.#queue();
  }

  /** Adds a line, room or not; callers ask {@link hasRoom} first. `sender` learns if it is never written. */
  append(line: string, sender: Sender | null): void {
    const end = this.#appendParts(line);
    const batch = this.#openBatch(line.length - end);
    batch.add(end === 0 ? line : line.slice(end), sender);
    this.#waitingBytes += line.length;
    this.#queue();
    // The budget's relief may write the batch at once.
    this.#services.outboxBudget.take(batch.hold(line.length + LINE_OVERHEAD_BYTES));
  }

  /**
   * Adds a shout; `false` when it has no room. There is more room than for other lines, as nobody learns of a shout that was
   * refused. Nobody waits for a shout as for an answer, so it may be written a little later.
   */
  appendShared(line: SharedLine): boolean {
    const { text } = line;
    if (!this.#hasRoom(text.length, this.#services.limits.maxOutboxBytes * SHOUT_ROOM_FACTOR)) return false;
    const end = this.#appendParts(text);
    const batch = this.#openBatch(text.length - end);
    batch.addShared(end === 0 ? text : text.slice(end), line);
    this.#waitingBytes += text.length;
    this.#queueForShouts();
    // The first outbox that holds the line counts its text.
    const textBytes = line.hold() ? text.length : 0;
    this.#services.outboxBudget.take(batch.hold(LINE_OVERHEAD_BYTES) + textBytes);
    return true;
  }

  /** Writes what waits, until the kernel makes it wait or other outboxes should have their turn. */
  flush(): void {
    this.#isQueued = false;
    this.#isQueuedForShouts = false;
    this.#write(MAX_FLUSH_BYTES);
    if (!this.#hasMoved) return;
    this.#hasMoved = false;
    this.#listener.outboxMoved();
  }

  /** Writes what waits, then shuts our side of the connection down. Nothing may be appended after this. */
  end(): void {
    this.#isEnding = true;
    this.#write();
  }

  /** Goes on behind a write that had to wait: it is taken. */
  outputTaken(): void {
    if (!this.#inFlight) return;
    this.#services.stalled.delete(this.#listener);
    this.#settle(this.#inFlight);
    this.flush();
  }

  /** Drops everything. Returns the number of unwritten messages of each sender. */
  discard(): Map<Sender, number> {
    const { outboxBudget, pacer, paced, stalled } = this.#services;
    const unwritten = this.#takeUnwritten();
    pacer.delete(this);
    paced.delete(this);
    stalled.delete(this.#listener);
    for (const batch of this.#batches) outboxBudget.release(batch.release());
    if (this.#inFlight) outboxBudget.release(this.#inFlight.release());
    this.#batches = NO_BATCHES;
    this.#inFlight = null;
    this.#waitingBytes = 0;
    return unwritten;
  }

  /**
   * Drops what waits, except the rest of a line that has begun, so that last words can follow. Returns for each sender the
   * number of its messages that may not arrive.
   */
  dropWaiting(): Map<Sender, number> {
    const unwritten = this.#takeUnwritten();
    const kept = this.#isInsideLine ? this.#batches.findIndex(({ endsInside }) => !endsInside) + 1 : 0;
    const dropped = this.#batches.slice(kept);
    this.#batches = this.#batches.slice(0, kept);
    for (const batch of this.#batches) batch.dropSenders();
    for (const batch of dropped) this.#services.outboxBudget.release(batch.release());
    this.#waitingBytes = this.#batches.reduce((bytes, { text }) => bytes + text.length, 0);
    return unwritten;
  }

  #takeUnwritten(): Map<Sender, number> {
    const unwritten = new Map<Sender, number>();
    this.#count(Counter.MessagesLost, this.queuedMessages);
    this.#inFlight?.countInto(unwritten);
    this.#inFlight?.dropSenders();
    for (const batch of this.#batches) batch.countInto(unwritten);
    return unwritten;
  }

  /**
   * Puts all parts of a long line but the last into batches of their own: each one written shows that a slow receiver reads.
   * A client that can't frame gets the line in one write all the same. Returns where the last part starts.
   */
  #appendParts(line: string): number {
    let start = 0;
    while (!this.#gap && line.length - start > BATCH_BYTES) {
      const batch = new Batch(true);
      batch.add(line.slice(start, start + BATCH_BYTES), null);
      this.#addBatch(batch);
      start += BATCH_BYTES;
    }
    return start;
  }

  #openBatch(bytes: number): Batch {
    const last = this.#gap ? undefined : this.#batches.at(-1);
    if (last && !last.endsInside && last.text.length + bytes <= BATCH_BYTES) return last;
    const batch = new Batch();
    this.#addBatch(batch);
    return batch;
  }

  #addBatch(batch: Batch): void {
    if (this.#batches.length === 0) this.#batches = [batch];
    else this.#batches.push(batch);
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
    const transport = this.#transport;
    let bytes = 0;
    while (this.#inFlight === null && this.#batches.length > 0 && transport.isWritable) {
      if (this.#gap && !this.#gap.isOver(this.#batches.length)) return this.#services.pacer.add(this);
      if (bytes >= maxBytes) return this.#queue();
      const batch = this.#batches[0] as Batch;
      if (this.#batches.length === 1) this.#batches = NO_BATCHES;
      else this.#batches.shift();
      this.#inFlight = batch;
      this.#isInsideLine = batch.endsInside;
      this.#waitingBytes -= batch.text.length;
      bytes += batch.text.length;
      this.#count(Counter.BytesOut, batch.text.length);
      this.#listener.tap?.wrote(batch.text);
      const isTaken = transport.write(batch.text);
      this.#gap?.restart(batch.isFromServer);
      if (isTaken) this.#settle(batch);
      else this.#waitForTransport(batch);
    }
    if (!this.#isEnding || this.#inFlight !== null || this.#batches.length > 0) return;
    if (transport.isWritable) this.#listener.tap?.ended("server");
    transport.end();
  }

  #settle(batch: Batch): void {
    this.#inFlight = null;
    this.#hasMoved = true;
    this.#count(Counter.MessagesOut, batch.messages);
    this.#services.outboxBudget.release(batch.release());
    batch.notifyWritten();
  }

  #count(counter: Counter, amount: number): void {
    this.#services.counters.add(this.#listener.counterRow, counter, amount);
  }

  /** Waits until the transport takes the rest. From now on it has a copy of the text for this receiver alone. */
  #waitForTransport(batch: Batch): void {
    const { outboxBudget, stalled } = this.#services;
    stalled.add(this.#listener);
    const bytes = batch.text.length;
    batch.text = "";
    outboxBudget.release(batch.release());
    outboxBudget.take(batch.hold(bytes));
  }
}
