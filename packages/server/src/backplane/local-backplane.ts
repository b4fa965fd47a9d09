import type { User } from "../directory/user.ts";
import { type Backplane, type ClaimOutcome, DeliveryOutcome, type Mailbox } from "./backplane.ts";

const CLAIMED = Promise.resolve<ClaimOutcome>({ kind: "claimed" });
const TAKEN = Promise.resolve<ClaimOutcome>({ kind: "taken" });

/** The backplane of a server that is one event loop: a map. */
export class LocalBackplane implements Backplane {
  readonly #users = new Map<string, User>();
  readonly isPartial = false;
  #viewVersion = 0;

  get userCount(): number {
    return this.#users.size;
  }

  get viewVersion(): number {
    return this.#viewVersion;
  }

  claim(mailbox: Mailbox): Promise<ClaimOutcome> {
    const { user } = mailbox;
    if (this.#users.has(user.key)) return TAKEN;
    this.#users.set(user.key, user);
    this.#viewVersion += 1;
    user.mailbox = mailbox;
    return CLAIMED;
  }

  release(mailbox: Mailbox): void {
    const { user } = mailbox;
    if (user.mailbox !== mailbox) return;
    user.mailbox = null;
    this.#users.delete(user.key);
    this.#viewVersion += 1;
  }

  find(key: string): User | undefined {
    return this.#users.get(key);
  }

  users(): Iterable<User> {
    return this.#users.values();
  }

  deliver(receiver: User, line: string, sender: Mailbox): DeliveryOutcome {
    const { mailbox } = receiver;
    if (!mailbox) return DeliveryOutcome.Gone;
    return mailbox.deliver(line, sender) ? DeliveryOutcome.Queued : DeliveryOutcome.NoRoom;
  }

  broadcast(line: string, except: User): number {
    let count = 0;
    for (const user of this.#users.values()) {
      if (user !== except && user.mailbox?.shout(line)) count += 1;
    }
    return count;
  }

  async close(): Promise<void> {
    for (const user of this.#users.values()) user.mailbox = null;
    this.#users.clear();
  }
}
