import type { ForkedReader, MessageReader, OpenFrame } from "@chat/protocol";
import { ANSWER_BYTES_PER_TOKEN, MAX_PAUSE_MS, type ServerLimits, TURN_MS } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { SliceQueue } from "../timing/slice-queue.ts";
import type { Sweep } from "../timing/sweep.ts";
import type { Transport } from "../transport/transport.ts";
import type { CounterTable } from "./counter-table.ts";
import type { InboundListener } from "./inbound-listener.ts";
import { BYTES, INBOUND_RATES, MESSAGES, SHOUTS } from "./inbound-rates.ts";
import { type InputBudgets, InputBuffer } from "./input-buffer.ts";
import { OpenObject } from "./open-object.ts";
import type { RateTable } from "./rate-table.ts";

/** The parts that all inbound streams of an event loop share. */
export interface InboundServices extends InputBudgets {
  readonly limits: ServerLimits;
  readonly rates: RateTable;
  readonly counters: CounterTable;
  /** Tries again with the streams that are blocked. */
  readonly blocked: Sweep<InboundStream>;
  /** The streams that wait for their next turn. */
  readonly turns: SliceQueue<InboundStream>;
  /** Ends the wait for messages that are never complete. */
  readonly incomplete: DeadlineQueue<InboundStream>;
  /** Tells the senders of objects that stay open without progress. */
  readonly openObjects: DeadlineQueue<InboundStream>;
}

/** Makes the stream of a connection. */
export interface InboundSource {
  /** @param offset - position of the first byte in all that the peer sends */
  createInbound(listener: InboundListener, offset: number): InboundStream;
}

/**
 * Unread bytes in memory from which on the transport is left alone. A connection that is blocked is still read now and then,
 * since only a read shows that its peer has gone.
 */
const MAX_UNREAD_BYTES = 256 * 1024;

/** Used part of the budget for all input from which on nothing is read ahead. */
const READ_AHEAD_LIMIT = 0.5;

/**
 * Most bytes of a read that are worked on at once. A thousand connections may be read before any other work has a turn. So a
 * connection that sends more waits for a turn of its own, and holds up nobody who sends a message now and then.
 */
const READ_AT_ONCE_BYTES = 4 * 1024;

/** Direct messages that a connection may take before the clock is checked: together they take far less than a turn. */
const MESSAGES_PER_CLOCK_CHECK = 64;

/** The reading side of a connection: takes messages from the transport no faster than its listener and the rates allow. */
export class InboundStream {
  /** The receiver of the messages: the handshake takes the first one if it has the name, the participant all others. */
  listener: InboundListener;
  readonly #transport: Transport;
  readonly #services: InboundServices;
  readonly #reader: MessageReader;
  readonly #buffer: InputBuffer;
  readonly #rates: RateTable;
  /** This connection's row of the rates. */
  readonly #row: number;
  readonly #counterRow: number;
  #isBlocked = false;
  /** Time of the next read while blocked, by the monotonic clock. */
  #pollAt = 0;
  /** The message that is incomplete. */
  #openObject: OpenObject | null = null;
  #hasInputEnded = false;
  #areRatesWaived = false;
  /** Messages taken since the clock was checked last. */
  #uncheckedMessages = 0;
  /** True when its last turn took longer than a turn may: the next one waits until the other connections had theirs. */
  #isHeavy = false;
  #isYielding = false;
  #isStopped = false;

  /** @param counterRow - the connection's row of the counters */
  constructor(
    transport: Transport,
    listener: InboundListener,
    services: InboundServices,
    reader: MessageReader,
    counterRow: number,
  ) {
    this.#transport = transport;
    this.listener = listener;
    this.#services = services;
    this.#reader = reader;
    this.#buffer = new InputBuffer(reader, services);
    this.#rates = services.rates;
    this.#row = this.#rates.open(performance.now());
    this.#counterRow = counterRow;
  }

  /** True while messages are held back, by the listener or by a rate. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Bytes held in memory of messages that are incomplete or not taken yet. */
  get heldBytes(): number {
    return this.#buffer.heldBytes;
  }

  /** The message that is incomplete, as far as it was read; `null` when there is none. */
  get openFrame(): OpenFrame | null {
    return this.#openObject && this.#reader.openFrame;
  }

  /** Returns the bytes so far of a message whose end does not come: for certain once the input has ended. */
  unclosedBytes(hasInputEnded: boolean): number {
    const isUnclosed = hasInputEnded || this.#openObject?.isTold === true;
    return (isUnclosed && this.openFrame?.bytes.length) || 0;
  }

  /** The bytes of the rejection at hand, and what follows them as far as it has come. */
  get rejectedBytes(): Uint8Array {
    return this.#reader.rejectedBytes;
  }

  /** Makes a reader that goes on from here by itself; `null` when nothing more is read. */
  fork(): ForkedReader | null {
    return this.#isStopped ? null : this.#buffer.fork();
  }

  /** Takes bytes. Their memory belongs to the caller again when it returns. */
  receive(chunk: Uint8Array): void {
    if (this.#isStopped) return;
    const now = performance.now();
    this.#rates.fill(this.#row, now);
    this.#rates.take(this.#row, BYTES, chunk.length);
    this.#buffer.push(chunk);
    if (this.#isHeavy || chunk.length > READ_AT_ONCE_BYTES) this.#yieldTurn();
    this.#pump(now);
    this.#reader.detach();
  }

  /** Notes that the peer sends nothing more. */
  end(): void {
    this.#hasInputEnded = true;
    this.pump();
  }

  /** Takes the rest as fast as the listener can: the time for the rates is over. */
  waiveRates(): void {
    this.#areRatesWaived = true;
    this.pump();
  }

  /** Takes no further message, and drops what is held. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#rates.close(this.#row);
    this.#services.blocked.delete(this);
    this.#services.turns.delete(this);
    this.#forgetOpenObject();
    this.#buffer.clear();
  }

  /** Takes all messages that can be taken. Reads on unless some are left. */
  pump(): void {
    if (this.#isStopped) return;
    const now = performance.now();
    this.#rates.fill(this.#row, now);
    this.#pump(now);
  }

  #pump(startedAt: number): void {
    if (this.#isStopped) return;
    let isOver = false;
    let hasMore = true;
    while (!isOver && this.#mayTake()) {
      const item = this.#buffer.next();
      hasMore = item !== null;
      if (!item) break;
      this.#uncheckedMessages += 1;
      this.#rates.take(this.#row, MESSAGES, 1);
      this.listener.take(item);
      isOver = this.#uncheckedMessages >= MESSAGES_PER_CLOCK_CHECK && this.#isTurnOver(startedAt);
    }
    if (this.#isStopped) return;
    this.#watchOpenObject();
    // A notice may be one too many for the memory of all outboxes.
    if (this.#isStopped) return;
    this.#buffer.count();
    if (this.#isStopped) return;
    // Nothing that has come has to wait. To pause and to read on again would be two system calls.
    hasMore &&= this.#hasInputEnded || !this.#buffer.isEmpty;
    if (hasMore) this.#block();
    else this.#unblock();
    this.#services.counters.noteSlowed(this.#counterRow, hasMore && this.#isSlowed(), startedAt);
    if (hasMore) this.#noteSlowness();
    if (this.#isStopped) return;
    if (hasMore && isOver) this.#yieldTurn();
    if (!hasMore && this.#hasInputEnded) this.#finish();
  }

  /** Checks the clock. A single message that takes a whole turn makes the connection a heavy one. */
  #isTurnOver(startedAt: number): boolean {
    const elapsedMs = performance.now() - startedAt;
    this.#isHeavy = elapsedMs > TURN_MS;
    this.#uncheckedMessages = 0;
    return this.#isHeavy;
  }

  /** Counts a message that goes to everyone. */
  countShout(): void {
    if (!this.#isStopped) this.#rates.take(this.#row, SHOUTS, 1);
  }

  /** Counts a notice to another user as a message: else one message could cause any number of them. */
  countNotice(): void {
    if (!this.#isStopped) this.#rates.take(this.#row, MESSAGES, 1);
  }

  /** Counts an answer: a long one costs more than the message that asked for it, and an endpoint may have computed. */
  countAnswer(bytes: number): void {
    if (!this.#isStopped) this.#rates.take(this.#row, MESSAGES, Math.floor(bytes / ANSWER_BYTES_PER_TOKEN));
    this.checkClockNext();
  }

  /** Ends the turn behind the message at hand: an endpoint goes on with it later, and may compute then. */
  endTurn(): void {
    if (this.#isStopped) return;
    this.#yieldTurn();
    this.#services.turns.endSlice();
  }

  /** Makes the next message check the clock: the one at hand may have taken long. */
  checkClockNext(): void {
    this.#uncheckedMessages = MESSAGES_PER_CLOCK_CHECK;
  }

  /** Tries again to take messages. Reads ahead when the longest pause is over. */
  retry(): void {
    this.#isYielding = false;
    this.pump();
    if (!this.#isBlocked || this.#isStopped) return;
    this.#services.blocked.add(this);
    const now = performance.now();
    if (now < this.#pollAt) return;
    // Without this read a peer that vanished would keep its name.
    this.#pollAt = now + MAX_PAUSE_MS;
    if (this.#mayReadAhead()) this.#transport.resume();
  }

  #mayReadAhead(): boolean {
    const { inputBudget, unreadBudget } = this.#services;
    if (unreadBudget.isExceeded || inputBudget.usedPart >= READ_AHEAD_LIMIT) return false;
    return this.#buffer.unreadBytes < MAX_UNREAD_BYTES;
  }

  /** Ends the wait for the rest of a message: its time is over. */
  expire(): void {
    // The time in which we did not read does not count against the peer.
    if (this.#isBlocked) return this.#services.incomplete.add(this);
    this.#forgetOpenObject();
    const rejection = this.#reader.expire(this.#services.limits.incompleteMessageTimeoutMs);
    if (rejection) this.listener.take(rejection);
  }

  /** Says that a message has no end: nothing more of it has come for some time. */
  openObjectStalled(): void {
    if (this.#isBlocked) this.#services.openObjects.add(this);
    else this.#tellOpenObject();
  }

  #mayTake(): boolean {
    return !this.#isStopped && !this.#isYielding && this.listener.canTake && !this.#isSlowed();
  }

  /** True while a rate makes the next message wait. */
  #isSlowed(): boolean {
    if (this.#areRatesWaived) return false;
    // A peer that has left can send nothing more, so only messages to everyone still have to be slow.
    return this.#hasInputEnded ? this.#rates.isDry(this.#row, SHOUTS) : this.#rates.isAnyDry(this.#row);
  }

  /** Follows the message that is incomplete: how long it is, and whether it makes progress. */
  #watchOpenObject(): void {
    const frame = this.#reader.openFrame;
    if (frame === null) return this.#forgetOpenObject();
    const isNew = this.#openObject?.offset !== frame.offset;
    if (isNew || !this.#openObject) this.#openObject = new OpenObject(frame.offset);
    if (isNew) this.#services.incomplete.add(this);
    if (this.#openObject.isTold) return;
    const change = this.#openObject.follow(frame);
    if (isNew || change === "grew") this.#services.openObjects.add(this);
    if (change === "swallows-line") this.#tellOpenObject();
  }

  #forgetOpenObject(): void {
    if (!this.#openObject) return;
    this.#openObject = null;
    this.#services.incomplete.delete(this);
    this.#services.openObjects.delete(this);
  }

  #tellOpenObject(): void {
    if (!this.#openObject || this.#openObject.isTold) return;
    this.#openObject.isTold = true;
    this.#services.openObjects.delete(this);
    this.listener.objectStaysOpen();
  }

  /** Says which rate holds back bytes that are there, if one does. */
  #noteSlowness(): void {
    if (this.#areRatesWaived || this.#hasInputEnded || this.#buffer.unreadBytes === 0) return;
    for (const rate of INBOUND_RATES) if (this.#rates.isDry(this.#row, rate)) return this.listener.slowedDown(rate);
  }

  #block(): void {
    this.#transport.pause();
    if (this.#isBlocked) return;
    this.#isBlocked = true;
    this.#pollAt = performance.now() + MAX_PAUSE_MS;
    this.#services.blocked.add(this);
  }

  #unblock(): void {
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    this.#transport.resume();
  }

  /** Lets the other connections have their turn, then goes on. */
  #yieldTurn(): void {
    this.#block();
    this.#isYielding = true;
    this.checkClockNext();
    this.#services.turns.add(this);
  }

  #finish(): void {
    const rejection = this.#reader.end();
    if (rejection) this.listener.take(rejection);
    this.stop();
    this.listener.inputDone();
  }
}
