import type { Socket } from "node:net";
import type { MessageReader, ReaderItem } from "@chat/protocol";
import { MAX_PAUSE_MS, type ServerLimits } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { Sweep } from "../timing/sweep.ts";
import type { Budget } from "./budget.ts";
import type { RateTable } from "./rate-table.ts";

/** What the intakes of one event loop share. */
export interface IntakeServices {
  readonly limits: ServerLimits;
  readonly inputBudget: Budget;
  /** They make a connection wait; nothing is refused. */
  readonly rates: RateTable;
  /** Looks after intakes that are blocked. */
  readonly blocked: Sweep<Intake>;
  /** Gives up on messages that are never complete. */
  readonly incomplete: DeadlineQueue<Intake>;
}

/** Who owns an intake, as far as the intake cares. */
export interface IntakeOwner {
  /** Whether another message can be taken now. When that changes, the owner calls {@link Intake.pump}. */
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

/** Size of the buffer that the runtime reads into: a read that fills it has left more behind. */
const FULL_READ_BYTES = 64 * 1024;

/** Messages that a connection may take in one turn of the event loop, so that none holds up the others. */
const MESSAGES_PER_TURN = 256;

/** The reading side of a connection: takes messages from the stream no faster than its owner and the rates allow. */
export class Intake {
  readonly #socket: Socket;
  readonly #owner: IntakeOwner;
  readonly #services: IntakeServices;
  readonly #reader: MessageReader;
  readonly #rates: RateTable;
  /** This connection's row of the rates. */
  readonly #row: number;
  #heldBytes = 0;
  #isBlocked = false;
  /** When to read all the same while blocked, by the monotonic clock. */
  #pollAt = 0;
  #isInsideMessage = false;
  #hasInputEnded = false;
  #areRatesWaived = false;
  #isYielding = false;
  #isStopped = false;

  constructor(socket: Socket, owner: IntakeOwner, services: IntakeServices, reader: MessageReader) {
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
    this.#rates.fill(this.#row, performance.now());
    this.#rates.takeBytes(this.#row, chunk.length);
    this.#reader.push(chunk);
    this.#pump();
    this.#reader.detach();
    // The runtime reads a socket up to 32 times in a row: two mebibytes of one peer before anybody else has a turn.
    if (chunk.length >= FULL_READ_BYTES && !this.#isStopped) this.#yieldTurn();
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
    this.#services.incomplete.delete(this);
    this.#services.inputBudget.giveBack(this.#heldBytes);
    this.#heldBytes = 0;
  }

  /** Takes what can be taken, then leaves the socket reading or not. */
  pump(): void {
    if (this.#isStopped) return;
    this.#rates.fill(this.#row, performance.now());
    this.#pump();
  }

  #pump(): void {
    if (this.#isStopped) return;
    let taken = 0;
    let hasMore = true;
    while (this.#mayTake(taken)) {
      const item = this.#reader.next();
      hasMore = item !== null;
      if (!item) break;
      taken += 1;
      this.#rates.takeMessage(this.#row);
      this.#owner.take(item);
    }
    if (this.#isStopped) return;
    this.#watchForEnd(taken > 0);
    this.#account();
    if (this.#isStopped) return;
    if (hasMore) this.#block();
    else this.#unblock();
    if (hasMore && taken >= MESSAGES_PER_TURN) this.#yieldTurn();
    if (!hasMore && this.#hasInputEnded) this.#finish();
  }

  /** Counts a message that goes to everyone. */
  countShout(): void {
    if (!this.#isStopped) this.#rates.takeShout(this.#row);
  }

  /** Looks whether what blocks has passed. */
  visit(): void {
    this.pump();
    if (!this.#isBlocked || this.#isStopped) return;
    this.#services.blocked.add(this);
    const now = performance.now();
    if (now < this.#pollAt) return;
    // The longest pause is over: read all the same, or a peer that vanished would keep its name.
    this.#pollAt = now + MAX_PAUSE_MS;
    if (this.#reader.unreadBytes < MAX_UNREAD_BYTES) this.#socket.resume();
  }

  /** The message at hand is not complete, and its time is over. */
  expire(): void {
    this.#isInsideMessage = false;
    // Time in which we did not read is not the peer's.
    if (this.#isBlocked) return this.#watchForEnd(false);
    const rejection = this.#reader.expire(this.#services.limits.incompleteMessageTimeoutMs);
    if (rejection) this.#owner.take(rejection);
  }

  #mayTake(taken: number): boolean {
    if (this.#isStopped || this.#isYielding || taken >= MESSAGES_PER_TURN || !this.#owner.canTake) return false;
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
    const heldBytes = this.#reader.incompleteBytes + this.#reader.unreadBytes;
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
    if (this.#isYielding) return;
    this.#isYielding = true;
    setImmediate(() => {
      this.#isYielding = false;
      this.pump();
    });
  }

  #finish(): void {
    const rejection = this.#reader.end();
    if (rejection) this.#owner.take(rejection);
    this.stop();
    this.#owner.inputDone();
  }
}
