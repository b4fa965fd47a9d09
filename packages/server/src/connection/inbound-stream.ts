import type { Socket } from "node:net";
import type { MessageReader, ReaderItem } from "@chat/protocol";
import { ANSWER_BYTES_PER_TOKEN, MAX_PAUSE_MS, type ServerLimits, TURN_MS } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { SliceQueue } from "../timing/slice-queue.ts";
import type { Sweep } from "../timing/sweep.ts";
import { Backlog } from "./backlog.ts";
import type { Budget } from "./budget.ts";
import type { RateTable } from "./rate-table.ts";

/** What the intakes of one event loop share. */
export interface InboundServices {
  readonly limits: ServerLimits;
  readonly inputBudget: Budget;
  /** Bytes of it that were read and not looked at. Past the limit nothing is read ahead: what many send stays in the kernel. */
  readonly unreadBudget: Budget;
  /** They make a connection wait; nothing is refused. */
  readonly rates: RateTable;
  /** Looks after intakes that are blocked. */
  readonly blocked: Sweep<InboundStream>;
  /** InboundStream that wait for their next turn. */
  readonly turns: SliceQueue<InboundStream>;
  /** Gives up on messages that are never complete. */
  readonly incomplete: DeadlineQueue<InboundStream>;
}

/** Who owns an intake, as far as the intake cares. */
export interface InboundListener {
  /** Whether another message can be taken now. When that changes, the owner calls {@link InboundStream.pump}. */
  readonly canTake: boolean;
  take(item: ReaderItem): void;
  /** Everything that the peer sent before its end of input has been taken. */
  inputDone(): void;
}

/**
 * Bytes that may wait unread in memory before the socket is left alone: a connection that is blocked is still read now
 * and then, since nothing else tells that its peer has gone.
 */
const MAX_UNREAD_BYTES = 256 * 1024;

/** Share of the budget for all input past which nothing is read ahead. */
const MAX_READ_AHEAD_SHARE = 0.5;

/**
 * Most bytes of a read that are worked on at once. A thousand connections may be read before anything else has a turn, so
 * whoever sends more waits for a turn of its own, and holds up nobody who sends a message now and then.
 */
const READ_AT_ONCE_BYTES = 4 * 1024;

/** Direct messages that a connection may take between two looks at the clock: together they take far less than a turn. */
const MESSAGES_PER_LOOK = 64;

/** The reading side of a connection: takes messages from the stream no faster than its owner and the rates allow. */
export class InboundStream {
  readonly #socket: Socket;
  readonly #owner: InboundListener;
  readonly #services: InboundServices;
  readonly #reader: MessageReader;
  readonly #rates: RateTable;
  /** This connection's row of the rates. */
  readonly #row: number;
  /** Bytes that came while blocked, behind those of the reader. Most connections never need one. */
  #backlog: Backlog | null = null;
  #heldBytes = 0;
  /** Those of them that were not looked at, as they are counted. */
  #countedUnreadBytes = 0;
  #isBlocked = false;
  /** When to read all the same while blocked, by the monotonic clock. */
  #pollAt = 0;
  #isInsideMessage = false;
  #hasInputEnded = false;
  #areRatesWaived = false;
  /** Messages taken since the clock was looked at last. */
  #takenUnseen = 0;
  /** True when its last turn took longer than a turn may: the next one waits until the others had theirs. */
  #isHeavy = false;
  #isYielding = false;
  #isStopped = false;

  constructor(socket: Socket, owner: InboundListener, services: InboundServices, reader: MessageReader) {
    this.#socket = socket;
    this.#owner = owner;
    this.#services = services;
    this.#reader = reader;
    this.#rates = services.rates;
    this.#row = this.#rates.open(performance.now());
  }

  /** Whether messages are held back, by the owner or by a rate. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Bytes held in memory of messages that are not complete or not taken yet. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Takes bytes. Their memory belongs to the caller again when it returns. */
  receive(chunk: Uint8Array): void {
    if (this.#isStopped) return;
    const now = performance.now();
    this.#rates.fill(this.#row, now);
    this.#rates.takeBytes(this.#row, chunk.length);
    this.#keep(chunk);
    if (this.#isHeavy || chunk.length > READ_AT_ONCE_BYTES) this.#yieldTurn();
    this.#pump(now);
    this.#reader.detach();
  }

  #keep(chunk: Uint8Array): void {
    if (this.#unreadBytes === 0) return this.#reader.push(chunk);
    this.#backlog ??= new Backlog();
    this.#backlog.add(chunk);
  }

  get #unreadBytes(): number {
    return this.#reader.unreadBytes + (this.#backlog?.bytes ?? 0);
  }

  /** The peer sends nothing more. */
  end(): void {
    this.#hasInputEnded = true;
    this.pump();
  }

  /** Takes what is left as fast as the owner can: the time for the rates is over. */
  waiveRates(): void {
    this.#areRatesWaived = true;
    this.pump();
  }

  /** Takes no further message, and forgets what is held. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#rates.close(this.#row);
    this.#services.blocked.delete(this);
    this.#services.turns.delete(this);
    this.#services.incomplete.delete(this);
    this.#services.inputBudget.giveBack(this.#heldBytes);
    this.#services.unreadBudget.giveBack(this.#countedUnreadBytes);
    this.#backlog = null;
    this.#heldBytes = 0;
  }

  /** Takes what can be taken, then leaves the socket reading or not. */
  pump(): void {
    if (this.#isStopped) return;
    const now = performance.now();
    this.#rates.fill(this.#row, now);
    this.#pump(now);
  }

  #pump(startedAt: number): void {
    if (this.#isStopped) return;
    let taken = 0;
    let isOver = false;
    let hasMore = true;
    while (!isOver && this.#mayTake()) {
      const item = this.#next();
      hasMore = item !== null;
      if (!item) break;
      taken += 1;
      this.#takenUnseen += 1;
      this.#rates.takeMessages(this.#row, 1);
      this.#owner.take(item);
      isOver = this.#takenUnseen >= MESSAGES_PER_LOOK && this.#isTurnOver(startedAt);
    }
    if (this.#isStopped) return;
    this.#watchForEnd(taken > 0);
    this.#account();
    if (this.#isStopped) return;
    if (hasMore) this.#block();
    else this.#unblock();
    if (hasMore && isOver) this.#yieldTurn();
    if (!hasMore && this.#hasInputEnded) this.#finish();
  }

  #next(): ReaderItem | null {
    for (;;) {
      const item = this.#reader.next();
      if (item) return item;
      const chunk = this.#backlog?.shift();
      if (!chunk) return null;
      this.#reader.push(chunk);
    }
  }

  /** Looks at the clock. One message that took a whole turn by itself makes the connection a heavy one. */
  #isTurnOver(startedAt: number): boolean {
    const elapsedMs = performance.now() - startedAt;
    this.#isHeavy = elapsedMs > TURN_MS;
    this.#takenUnseen = 0;
    return this.#isHeavy;
  }

  /** Counts a message that goes to everyone. */
  countShout(): void {
    if (!this.#isStopped) this.#rates.takeShout(this.#row);
  }

  /** Counts an answer: a long one costs more than the message that asked for it, and an endpoint may have computed. */
  countAnswer(bytes: number): void {
    if (!this.#isStopped) this.#rates.takeMessages(this.#row, Math.floor(bytes / ANSWER_BYTES_PER_TOKEN));
    this.lookAtClock();
  }

  /** Ends the turn behind the message at hand: an endpoint goes on with it later, and may compute then. */
  endTurn(): void {
    if (this.#isStopped) return;
    this.#yieldTurn();
    this.#services.turns.endSlice();
  }

  /** Lets the turn end behind the message at hand, should its time be over. */
  lookAtClock(): void {
    this.#takenUnseen = MESSAGES_PER_LOOK;
  }

  /** Looks whether what blocks has passed. */
  visit(): void {
    this.#isYielding = false;
    this.pump();
    if (!this.#isBlocked || this.#isStopped) return;
    this.#services.blocked.add(this);
    const now = performance.now();
    if (now < this.#pollAt) return;
    // The longest pause is over: read all the same, or a peer that vanished would keep its name.
    this.#pollAt = now + MAX_PAUSE_MS;
    if (this.#mayReadAhead()) this.#socket.resume();
  }

  #mayReadAhead(): boolean {
    const { inputBudget, unreadBudget } = this.#services;
    if (unreadBudget.isExceeded || inputBudget.usedShare >= MAX_READ_AHEAD_SHARE) return false;
    return this.#unreadBytes < MAX_UNREAD_BYTES;
  }

  /** The message at hand is not complete, and its time is over. */
  expire(): void {
    this.#isInsideMessage = false;
    // Time in which we did not read is not the peer's.
    if (this.#isBlocked) return this.#watchForEnd(false);
    const rejection = this.#reader.expire(this.#services.limits.incompleteMessageTimeoutMs);
    if (rejection) this.#owner.take(rejection);
  }

  #mayTake(): boolean {
    if (this.#isStopped || this.#isYielding || !this.#owner.canTake) return false;
    if (this.#areRatesWaived) return true;
    // Who has left can send nothing more, so only what goes to everybody still has to be slow.
    return this.#hasInputEnded ? !this.#rates.isShoutingTooFast(this.#row) : !this.#rates.isExhausted(this.#row);
  }

  #watchForEnd(isNewMessage: boolean): void {
    const wasInside = this.#isInsideMessage;
    this.#isInsideMessage = this.#reader.isInsideMessage;
    if (this.#isInsideMessage && (isNewMessage || !wasInside)) this.#services.incomplete.add(this);
    else if (wasInside && !this.#isInsideMessage) this.#services.incomplete.delete(this);
  }

  #account(): void {
    const unreadBytes = this.#unreadBytes;
    this.#services.unreadBudget.take(unreadBytes - this.#countedUnreadBytes);
    this.#countedUnreadBytes = unreadBytes;
    const heldBytes = this.#reader.incompleteBytes + unreadBytes;
    const difference = heldBytes - this.#heldBytes;
    this.#heldBytes = heldBytes;
    if (difference > 0) this.#services.inputBudget.take(difference);
    else this.#services.inputBudget.giveBack(-difference);
  }

  #block(): void {
    this.#socket.pause();
    if (this.#isBlocked) return;
    this.#isBlocked = true;
    this.#pollAt = performance.now() + MAX_PAUSE_MS;
    this.#services.blocked.add(this);
  }

  #unblock(): void {
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    this.#socket.resume();
  }

  /** Lets the other connections have their turn, then goes on. */
  #yieldTurn(): void {
    this.#block();
    this.#isYielding = true;
    this.lookAtClock();
    this.#services.turns.add(this);
  }

  #finish(): void {
    const rejection = this.#reader.end();
    if (rejection) this.#owner.take(rejection);
    this.stop();
    this.#owner.inputDone();
  }
}
