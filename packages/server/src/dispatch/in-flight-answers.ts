import { serverTexts } from "@chat/protocol";
import { DeliveryOutcome, type DeliveryReceipt, type Refusal } from "../delivery/delivery-outcome.ts";
import { type Trouble, TroubleKind } from "./trouble.ts";

/** The connection whose direct messages are in flight. */
export interface InFlightListener {
  /** A message was refused late: its answer comes in its turn. */
  troubled(trouble: Trouble): void;
  /** Goes on with the answers, and with messages that wait for one: an answer is there, or no message is in flight any more. */
  advance(): void;
}

/** Writes the text of an answer as a line. */
export interface InFlightLines {
  toLine(text: string): string;
}

/** Writes the answer to a direct message that was not taken. */
export function refusalText(receiverName: string, outcome: Refusal): string {
  const text = outcome === DeliveryOutcome.NoRoom ? serverTexts.receiverBusy : serverTexts.userNotFound;
  return text.write(receiverName);
}

/**
 * Direct messages of one connection that are in flight on one link, with no other answer between them: together they have
 * one place in the order of answers [C-69]. Those that are refused are answered here, in the order in which they were sent.
 */
export class InFlightAnswers implements DeliveryReceipt {
  readonly link: object;
  /** Answers that are not in the outbox yet. */
  readonly lines: string[] = [];
  readonly #lines: InFlightLines;
  readonly #listener: InFlightListener;
  #inFlight = 0;

  constructor(link: object, lines: InFlightLines, listener: InFlightListener) {
    this.link = link;
    this.#lines = lines;
    this.#listener = listener;
  }

  /** True when no further answer comes into this place. */
  get isOver(): boolean {
    return this.#inFlight === 0;
  }

  expectReceipt(): void {
    this.#inFlight += 1;
  }

  delivered(): void {
    if (this.#inFlight === 0) return;
    this.#inFlight -= 1;
    if (this.#inFlight === 0) this.#listener.advance();
  }

  refused(receiverName: string, outcome: Refusal): void {
    if (this.#inFlight === 0) return;
    // A receiver without room is no mistake of the sender.
    if (outcome === DeliveryOutcome.Gone) this.#listener.troubled({ kind: TroubleKind.UnknownUser, to: receiverName });
    this.lines.push(this.#lines.toLine(refusalText(receiverName, outcome)));
    this.#inFlight -= 1;
    this.#listener.advance();
  }

  /** Stops waiting: the line answers all messages that are still in flight. */
  giveUp(line: string): void {
    if (this.#inFlight > 0) this.lines.push(line);
    this.#inFlight = 0;
  }
}
