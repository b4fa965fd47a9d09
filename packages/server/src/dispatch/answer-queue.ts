import type { DeliveryReceipt } from "../delivery/delivery-outcome.ts";
import { InFlightAnswers, type InFlightListener } from "./in-flight-answers.ts";

/** The outbox of a connection, as far as its answers need it. */
export interface AnswerOutbox {
  /** Bytes that wait to be written. */
  readonly queuedBytes: number;
  hasRoom(bytes: number): boolean;
  append(line: string, sender: null): void;
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
  readonly #outbox: AnswerOutbox;
  readonly #listener: InFlightListener;
  readonly #slots: (AnswerSlot | InFlightAnswers)[] = [];

  constructor(outbox: AnswerOutbox, listener: InFlightListener) {
    this.#outbox = outbox;
    this.#listener = listener;
  }

  /** Number of answers that wait. */
  get length(): number {
    return this.#slots.length;
  }

  /** Adds an answer. */
  add(line: string): void {
    if (this.#slots.length === 0 && this.#fits(line)) this.#outbox.append(line, null);
    else this.#slots.push({ line });
  }

  /** Reserves the place of an answer that comes later by {@link fill}. */
  reserve(): AnswerSlot {
    const slot: AnswerSlot = { line: null };
    this.#slots.push(slot);
    return slot;
  }

  /** Puts an answer into its reserved place. */
  fill(slot: AnswerSlot, line: string): void {
    // After fillAll the question has its answer already.
    slot.line ??= line;
    this.drain();
  }

  /**
   * Reserves the place of the answer to an in-flight message, should it be refused.
   *
   * @param link - the same object for messages that arrive in the order in which they were sent
   */
  expectReceipt(link: object): DeliveryReceipt {
    let inFlight = this.#slots.at(-1);
    if (!(inFlight instanceof InFlightAnswers) || inFlight.link !== link) {
      inFlight = new InFlightAnswers(link, this.#listener);
      this.#slots.push(inFlight);
    }
    inFlight.expectReceipt();
    return inFlight;
  }

  /** Moves answers into the outbox, as far as they fit, up to the first that is not there. */
  drain(): void {
    for (let slot = this.#slots[0]; slot && this.#move(slot); slot = this.#slots[0]) this.#slots.shift();
  }

  /** Answers with the same line whatever has no answer yet. */
  fillAll(line: string): void {
    for (const slot of this.#slots) {
      if (slot instanceof InFlightAnswers) slot.giveUp(line);
      else slot.line ??= line;
    }
    this.drain();
  }

  /** Drops all answers that wait. */
  clear(): void {
    this.#slots.length = 0;
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
