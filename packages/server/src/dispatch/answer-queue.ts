import type { Outbox } from "../connection/outbox.ts";
import { InFlightAnswers, type InFlightListener } from "./in-flight-answers.ts";

/** A place in the order of a connection's answers, kept for one that is not there yet. */
export interface AnswerSlot {
  line: string | null;
}

/**
 * The answers of one connection, in the order of its input [C-69]: one that is late, or does not fit into the outbox yet,
 * holds back those behind it.
 */
export class AnswerQueue {
  readonly #outbox: Outbox;
  readonly #slots: (AnswerSlot | InFlightAnswers)[] = [];

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Answers that wait. */
  get length(): number {
    return this.#slots.length;
  }

  /** Adds an answer. */
  add(line: string): void {
    if (this.#slots.length === 0 && this.#fits(line)) this.#outbox.append(line, null);
    else this.#slots.push({ line });
  }

  /** Keeps a place for an answer that comes later by {@link fill}. */
  reserve(): AnswerSlot {
    const slot: AnswerSlot = { line: null };
    this.#slots.push(slot);
    return slot;
  }

  /** Gives the answer for a place that was kept. */
  fill(slot: AnswerSlot, line: string): void {
    // Whoever was answered for can't be answered again.
    slot.line ??= line;
    this.drain();
  }

  /** Keeps a place for the answer to a message that travels, should it be refused. */
  expectReceipt(route: object, owner: InFlightListener): InFlightAnswers {
    let inFlight = this.#slots.at(-1);
    if (!(inFlight instanceof InFlightAnswers) || inFlight.route !== route) {
      inFlight = new InFlightAnswers(route, owner);
      this.#slots.push(inFlight);
    }
    inFlight.expectReceipt();
    return inFlight;
  }

  /** Moves the answers that are there, up to the first that is not, into the outbox as far as they fit. */
  drain(): void {
    for (let slot = this.#slots[0]; slot && this.#passOn(slot); slot = this.#slots[0]) this.#slots.shift();
  }

  /** Gives one answer for all that are not there yet. */
  fillAll(line: string): void {
    for (const slot of this.#slots) {
      if (slot instanceof InFlightAnswers) slot.giveUp(line);
      else slot.line ??= line;
    }
    this.drain();
  }

  /** Gives up on all that wait. */
  clear(): void {
    this.#slots.length = 0;
  }

  /** Tells whether nothing is left of the place. */
  #passOn(slot: AnswerSlot | InFlightAnswers): boolean {
    if (!(slot instanceof InFlightAnswers)) return slot.line !== null && this.#moves(slot.line);
    const { lines } = slot;
    while (lines[0] !== undefined && this.#moves(lines[0])) lines.shift();
    return slot.isOver && lines.length === 0;
  }

  #moves(line: string): boolean {
    if (!this.#fits(line)) return false;
    this.#outbox.append(line, null);
    return true;
  }

  /** An outbox that is empty takes any answer, however small its limit. */
  #fits(line: string): boolean {
    return this.#outbox.hasRoom(line.length) || this.#outbox.queuedBytes === 0;
  }
}
