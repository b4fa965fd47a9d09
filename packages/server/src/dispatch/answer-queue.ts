import type { DeliveryReceipt } from "../delivery/delivery-outcome.ts";
import { InFlightAnswers, type InFlightLines, type InFlightListener } from "./in-flight-answers.ts";

/** The outbox of a connection, as far as its answers need it. */
export interface AnswerOutbox {
  /** Bytes that wait to be written. */
  readonly queuedBytes: number;
  hasRoom(bytes: number): boolean;
  append(line: string, sender: null): void;
}

/** Writes the server's texts to one user as lines. */
export interface AnswerLines extends InFlightLines {
  /** Returns the room for a text in a message of at most `maxMessageBytes`, and of at most what this client takes. */
  textRoom(maxMessageBytes: number): number;
}

/** Counts what the answers to one user cost: see `InboundStream`. */
export interface AnswerMeter {
  countAnswer(bytes: number): void;
  checkClockNext(): void;
}

/** The place of one answer in the order of a connection's answers. `line` is `null` until the answer is there. */
export interface AnswerSlot {
  line: string | null;
}

/**
 * The answers of one connection, in the order of its input [C-69]: one that is late, or does not fit into the outbox yet,
 * holds back those behind it.
 */
export class AnswerQueue {
  readonly #lines: AnswerLines;
  readonly #outbox: AnswerOutbox;
  readonly #meter: AnswerMeter;
  readonly #listener: InFlightListener;
  readonly #slots: (AnswerSlot | InFlightAnswers)[] = [];
  #isClosed = false;

  constructor(lines: AnswerLines, outbox: AnswerOutbox, meter: AnswerMeter, listener: InFlightListener) {
    this.#lines = lines;
    this.#outbox = outbox;
    this.#meter = meter;
    this.#listener = listener;
  }

  /** Number of answers that wait. */
  get length(): number {
    return this.#slots.length;
  }

  /** Returns the room for the text of an answer in a message of at most `maxMessageBytes`. */
  textRoom(maxMessageBytes: number): number {
    return this.#lines.textRoom(maxMessageBytes);
  }

  /** Answers in the turn of the message at hand. */
  add(text: string): void {
    if (this.#isClosed) return;
    const line = this.#lines.toLine(text);
    this.#meter.countAnswer(line.length);
    this.#append(line);
  }

  /** Adds a text that answers nothing behind the answers that wait. The user does not pay for it. */
  addNotice(text: string): void {
    if (!this.#isClosed) this.#append(this.#lines.toLine(text));
  }

  /** Reserves the turn of the message at hand for an answer that comes later by {@link fill}. */
  reserve(): AnswerSlot {
    const slot: AnswerSlot = { line: null };
    this.#meter.checkClockNext();
    this.#slots.push(slot);
    return slot;
  }

  /** Puts an answer into its reserved place. */
  fill(slot: AnswerSlot, text: string): void {
    if (this.#isClosed) return;
    const line = this.#lines.toLine(text);
    this.#meter.countAnswer(line.length);
    // After fillAll the question has its answer already.
    slot.line ??= line;
    this.#listener.advance();
  }

  /**
   * Reserves the place of the answer to an in-flight message, should it be refused.
   *
   * @param link - the same object for messages that arrive in the order in which they were sent
   */
  expectReceipt(link: object): DeliveryReceipt {
    let inFlight = this.#slots.at(-1);
    if (!(inFlight instanceof InFlightAnswers) || inFlight.link !== link) {
      inFlight = new InFlightAnswers(link, this.#lines, this.#listener);
      this.#slots.push(inFlight);
    }
    inFlight.expectReceipt();
    return inFlight;
  }

  /** Moves answers into the outbox, as far as they fit, up to the first that is not there. */
  drain(): void {
    for (let slot = this.#slots[0]; slot && this.#move(slot); slot = this.#slots[0]) this.#slots.shift();
  }

  /** Answers with the same text whatever has no answer yet. */
  fillAll(text: string): void {
    const line = this.#lines.toLine(text);
    for (const slot of this.#slots) {
      if (slot instanceof InFlightAnswers) slot.giveUp(line);
      else slot.line ??= line;
    }
    this.drain();
  }

  /** Drops all answers that wait, and takes no further one. */
  close(): void {
    this.#isClosed = true;
    this.#slots.length = 0;
  }

  #append(line: string): void {
    if (this.#slots.length === 0 && this.#fits(line)) this.#outbox.append(line, null);
    else this.#slots.push({ line });
  }

  /** Moves the answers of one slot. Returns whether the slot is done. */
  #move(slot: AnswerSlot | InFlightAnswers): boolean {
    if (!(slot instanceof InFlightAnswers)) return slot.line !== null && this.#moveLine(slot.line);
    const { lines } = slot;
    while (lines[0] !== undefined && this.#moveLine(lines[0])) lines.shift();
    return slot.isOver && lines.length === 0;
  }

  #moveLine(line: string): boolean {
    if (!this.#fits(line)) return false;
    this.#outbox.append(line, null);
    return true;
  }

  /** An empty outbox takes any answer, however small its limit is. */
  #fits(line: string): boolean {
    return this.#outbox.hasRoom(line.length) || this.#outbox.queuedBytes === 0;
  }
}
