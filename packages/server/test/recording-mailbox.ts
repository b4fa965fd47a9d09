import type { Mailbox } from "../src/backplane/backplane.ts";
import type { DeliveryReceipt } from "../src/delivery/delivery-outcome.ts";
import type { SharedLine } from "../src/delivery/line.ts";
import { type Sender, User } from "../src/delivery/user.ts";

/** A mailbox that records its direct messages and shouts, up to its capacity. */
export class RecordingMailbox implements Mailbox {
  readonly user: User;
  readonly lines: string[] = [];
  /** The senders of its direct messages. No message counts as written before the test says so. */
  readonly unwritten: Sender[] = [];
  /** Its own messages that may not have arrived, by receiver. */
  readonly undelivered = new Map<string, number>();
  hasLostName = false;
  readonly #capacity: number;

  constructor(name: string, capacity = Number.POSITIVE_INFINITY) {
    this.user = new User(name, "127.0.0.1");
    this.#capacity = capacity;
  }

  /** The texts of {@link lines}. */
  get texts(): string[] {
    return this.lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
  }

  deliver(line: string, sender: Sender): boolean {
    const isTaken = this.#take(line);
    if (isTaken) this.unwritten.push(sender);
    return isTaken;
  }

  tell(text: string): boolean {
    return this.#take(text);
  }

  shout({ text }: SharedLine): boolean {
    return this.#take(text);
  }

  undeliverable(receiverName: string, count: number): void {
    this.undelivered.set(receiverName, (this.undelivered.get(receiverName) ?? 0) + count);
  }

  expectReceipt(): DeliveryReceipt {
    return { delivered: () => undefined, refused: (receiverName) => this.undeliverable(receiverName, 1) };
  }

  loseName(): void {
    this.hasLostName = true;
  }

  #take(line: string): boolean {
    if (this.lines.length >= this.#capacity) return false;
    this.lines.push(line);
    return true;
  }
}
