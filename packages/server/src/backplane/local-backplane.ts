import type { User } from "../directory/user.ts";
import { type Backplane, type ClaimOutcome, DeliveryOutcome, type Mailbox } from "./backplane.ts";

const CLAIMED = Promise.resolve<ClaimOutcome>({ kind: "claimed" });
const TAKEN = Promise.resolve<ClaimOutcome>({ kind: "taken" });

/** The backplane of a server that is one event loop: a map. */
export class LocalBackplane implements Backplane {
  readonly #mailboxes = new Map<string, Mailbox>();
  /** The same users, kept for themselves as every join reads some dozens of them. */
  readonly #users = new Map<string, User>();
  readonly isPartial = false;

  get userCount(): number {
    return this.#mailboxes.size;
  }

  claim(mailbox: Mailbox): Promise<ClaimOutcome> {
    const { user } = mailbox;
    if (this.#mailboxes.has(user.key)) return TAKEN;
    this.#mailboxes.set(user.key, mailbox);
    this.#users.set(user.key, user);
    return CLAIMED;
  }

  release(mailbox: Mailbox): void {
    const { key } = mailbox.user;
    if (this.#mailboxes.get(key) !== mailbox) return;
    this.#mailboxes.delete(key);
    this.#users.delete(key);
  }

  find(key: string): User | undefined {
    return this.#users.get(key);
  }

  users(): Iterable<User> {
    return this.#users.values();
  }

  deliver(receiver: User, line: string, sender: Mailbox): DeliveryOutcome {
    const mailbox = this.#mailboxes.get(receiver.key);
    if (mailbox?.user !== receiver) return DeliveryOutcome.Gone;
    return mailbox.deliver(line, sender) ? DeliveryOutcome.Queued : DeliveryOutcome.NoRoom;
  }

  broadcast(line: string, except: User): number {
    let count = 0;
    for (const mailbox of this.#mailboxes.values()) {
      if (mailbox.user !== except && mailbox.shout(line)) count += 1;
    }
    return count;
  }

  async close(): Promise<void> {
    this.#mailboxes.clear();
    this.#users.clear();
  }
}
