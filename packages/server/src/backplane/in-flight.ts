import type { DeliveryReceipt } from "../delivery/delivery-outcome.ts";
import type { Sender } from "../delivery/user.ts";

export interface RemoteReceiver {
  /** The number by which batches of the link call the user. */
  readonly number: number;
  readonly name: string;
}

/** A direct message on its way to another event loop, or in a queue there. */
export interface InFlightMessage {
  sender: Sender;
  receiver: RemoteReceiver;
  /** `null` once it is settled. */
  receipt: DeliveryReceipt | null;
  bytes: number;
}

/**
 * The messages of one link that are not known to be written. The number of a settled message is used again, but no number
 * from before a {@link clear} is: a late ack then never settles another message.
 */
export class InFlightTable {
  readonly #messages: (InFlightMessage | undefined)[] = [];
  readonly #free: number[] = [];
  /** Number of the first message in the list. */
  #firstNumber = 0;

  get size(): number {
    return this.#messages.length - this.#free.length;
  }

  add(message: InFlightMessage): number {
    const index = this.#free.pop() ?? this.#messages.length;
    this.#messages[index] = message;
    return this.#firstNumber + index;
  }

  get(number: number): InFlightMessage | undefined {
    return this.#messages[number - this.#firstNumber];
  }

  delete(number: number): void {
    const index = number - this.#firstNumber;
    this.#messages[index] = undefined;
    this.#free.push(index);
  }

  clear(): InFlightMessage[] {
    const left = this.#messages.filter((message) => message !== undefined);
    this.#firstNumber += this.#messages.length;
    this.#messages.length = 0;
    this.#free.length = 0;
    return left;
  }
}

/** Counts messages that may not have arrived, so that each sender gets one report for each receiver. */
export class LostMessages {
  readonly #counts = new Map<Sender, Map<RemoteReceiver, number>>();

  add(sender: Sender, receiver: RemoteReceiver): void {
    const counts = this.#counts.get(sender) ?? new Map<RemoteReceiver, number>();
    this.#counts.set(sender, counts.set(receiver, (counts.get(receiver) ?? 0) + 1));
  }

  notifySenders(): void {
    for (const [sender, counts] of this.#counts) {
      for (const [{ name }, count] of counts) sender.undeliverable(name, count);
    }
  }
}
