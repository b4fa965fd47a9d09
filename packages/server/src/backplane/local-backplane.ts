import type { User } from "../directory/user.ts";
import { type Backplane, type ClaimOutcome, DeliveryOutcome, type Mailbox } from "./backplane.ts";

const CLAIMED = Promise.resolve<ClaimOutcome>({ kind: "claimed" });
const TAKEN = Promise.resolve<ClaimOutcome>({ kind: "taken" });

/** The backplane of a server that is one event loop: a map. */
export class LocalBackplane implements Backplane {
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly isPartial = false;

  get userCount(): number {
    return this.#mailboxes.size;
  }

  claim(mailbox: Mailbox): Promise<ClaimOutcome> {
    const { key } = mailbox.user;
    if (this.#mailboxes.has(key)) return TAKEN;
    this.#mailboxes.set(key, mailbox);
    return CLAIMED;
  }

  release(mailbox: Mailbox): void {
    const { key } = mailbox.user;
    if (this.#mailboxes.get(key) === mailbox) this.#mailboxes.delete(key);
  }

  find(key: string): User | undefined {
    return this.#mailboxes.get(key)?.user;
  }

  *users(): Iterable<User> {
    for (const { user } of this.#mailboxes.values()) yield user;
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
  }
}
