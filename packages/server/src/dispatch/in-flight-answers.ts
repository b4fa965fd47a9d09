import type { Journey, Refusal } from "../backplane/backplane.ts";

/** Whose messages travel, as far as their journeys care. */
export interface JourneysOwner {
  /** Makes the line of the answer to a message that was refused. */
  refusalLine(receiverName: string, outcome: Refusal): string;
  /** There may be answers to pass on: a message was refused, or none travels any more. */
  journeysMoved(): void;
}

/**
 * Direct messages of one connection that travel by one road, with nothing in between that has an answer of its own: one
 * place in the order of its answers [C-69]. One refused message after the other is answered here, in the order sent.
 */
export class Journeys implements Journey {
  readonly road: object;
  /** Answers that are not passed on yet. */
  readonly lines: string[] = [];
  readonly #owner: JourneysOwner;
  #underWay = 0;

  constructor(road: object, owner: JourneysOwner) {
    this.road = road;
    this.#owner = owner;
  }

  /** Whether nothing more comes into this place. */
  get isOver(): boolean {
    return this.#underWay === 0;
  }

  depart(): void {
    this.#underWay += 1;
  }

  arrived(): void {
    if (this.#underWay === 0) return;
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#owner.journeysMoved();
  }

  refused(receiverName: string, outcome: Refusal): void {
    if (this.#underWay === 0) return;
    this.lines.push(this.#owner.refusalLine(receiverName, outcome));
    this.#underWay -= 1;
    this.#owner.journeysMoved();
  }

  /** Waits no longer: the line answers for all that are still under way. */
  giveUp(line: string): void {
    if (this.#underWay > 0) this.lines.push(line);
    this.#underWay = 0;
  }
}
