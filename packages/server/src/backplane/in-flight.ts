import type { DeliveryReceipt } from "../delivery/delivery-outcome.ts";
import type { Sender } from "../delivery/user.ts";
import type { RemoteMember } from "./members.ts";

/** A direct message that travels, or waits elsewhere to be written. */
export interface InFlightMessage {
  sender: Sender;
  receiver: RemoteMember;
  /** `null` once it has arrived. */
  receipt: DeliveryReceipt | null;
  bytes: number;
}

/**
 * The account of all messages of one route that are not known to be written. A number is given out again when what became of
 * its message is known, and never after {@link clear}: what is told late then means nobody else's message.
 */
export class InFlightTable {
  readonly #messages: (InFlightMessage | undefined)[] = [];
  readonly #free: number[] = [];
  /** Number of the first message in the list. */
  #firstNumber = 0;

  /** Number of bytes that wait. */
  get size(): number {
    return this.#messages.length - this.#free.length;
  }

  /** Enters a message, and gives its number. */
  add(message: InFlightMessage): number {
    const index = this.#free.pop() ?? this.#messages.length;
    this.#messages[index] = message;
    return this.#firstNumber + index;
  }

  get(number: number): InFlightMessage | undefined {
    return this.#messages[number - this.#firstNumber];
  }

  /** Strikes a message out: what became of it is known. */
  delete(number: number): void {
    const index = number - this.#firstNumber;
    this.#messages[index] = undefined;
    this.#free.push(index);
  }

  /** Strikes out and gives all that are left. */
  clear(): InFlightMessage[] {
    const left = this.#messages.filter((message) => message !== undefined);
    this.#firstNumber += this.#messages.length;
    this.#messages.length = 0;
    this.#free.length = 0;
    return left;
  }
}
