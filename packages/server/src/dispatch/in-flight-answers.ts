import type { DeliveryReceipt, Refusal } from "../delivery/delivery-outcome.ts";

/** Whose messages travel, as far as their inFlight care. */
export interface InFlightListener {
  /** Makes the line of the answer to a message that was refused. */
  refusalLine(receiverName: string, outcome: Refusal): string;
  /** There may be answers to pass on: a message was refused, or none travels any more. */
  inFlightSettled(): void;
}

/**
 * Direct messages of one connection that travel by one route, with nothing in between that has an answer of its own: one
 * place in the order of its answers [C-69]. One refused message after the other is answered here, in the order sent.
 */
export class InFlightAnswers implements DeliveryReceipt {
  readonly route: object;
  /** Answers that are not passed on yet. */
  readonly lines: string[] = [];
  readonly #owner: InFlightListener;
  #inFlight = 0;

  constructor(route: object, owner: InFlightListener) {
    this.route = route;
    this.#owner = owner;
  }

  /** Whether nothing more comes into this place. */
  get isOver(): boolean {
    return this.#inFlight === 0;
  }

  expectReceipt(): void {
    this.#inFlight += 1;
  }

  delivered(): void {
    if (this.#inFlight === 0) return;
    this.#inFlight -= 1;
    if (this.#inFlight === 0) this.#owner.inFlightSettled();
  }

  refused(receiverName: string, outcome: Refusal): void {
    if (this.#inFlight === 0) return;
    this.lines.push(this.#owner.refusalLine(receiverName, outcome));
    this.#inFlight -= 1;
    this.#owner.inFlightSettled();
  }

  /** Waits no longer: the line answers for all that are still under way. */
  giveUp(line: string): void {
    if (this.#inFlight > 0) this.lines.push(line);
    this.#inFlight = 0;
  }
}
