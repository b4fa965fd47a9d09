import type { Journey, Sender } from "../backplane/backplane.ts";
import type { RemoteMember } from "./member.ts";

/** A direct message that travels, or waits in another thread to be written. */
export interface TravellingMessage {
  sender: Sender;
  receiver: RemoteMember;
  /** `null` once it has arrived. */
  journey: Journey | null;
  bytes: number;
}

/**
 * The account of all messages of one road that are not known to be written. A number is given out again as soon as it is
 * free.
 */
export class UnderWay {
  readonly #messages: (TravellingMessage | undefined)[] = [];
  readonly #free: number[] = [];

  /** Enters a message, and gives its number. */
  add(message: TravellingMessage): number {
    const number = this.#free.pop() ?? this.#messages.length;
    this.#messages[number] = message;
    return number;
  }

  get(number: number): TravellingMessage | undefined {
    return this.#messages[number];
  }

  /** Strikes a message out: what became of it is known. */
  delete(number: number): void {
    this.#messages[number] = undefined;
    this.#free.push(number);
  }

  /** Strikes out and gives all that are left. */
  clear(): TravellingMessage[] {
    const left = this.#messages.filter((message) => message !== undefined);
    this.#messages.length = 0;
    this.#free.length = 0;
    return left;
  }
}
