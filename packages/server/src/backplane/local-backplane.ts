import type { User } from "../directory/user.ts";
import { LookAlikeIndex } from "../names/look-alike-index.ts";
import { type Backplane, type ClaimOptions, type ClaimOutcome, DeliveryOutcome, type Mailbox } from "./backplane.ts";

const CLAIMED = Promise.resolve<ClaimOutcome>({ kind: "claimed" });
const TAKEN = Promise.resolve<ClaimOutcome>({ kind: "taken" });
const LOOK_ALIKE = Promise.resolve<ClaimOutcome>({ kind: "look-alike" });

/** The backplane of a server that is one event loop: a map. */
export class LocalBackplane implements Backplane {
  readonly #users = new Map<string, User>();
  readonly #lookAlikes = new LookAlikeIndex<User>(() => this.#users.values());
  readonly isPartial = false;

  get userCount(): number {
    return this.#users.size;
  }

  claim(mailbox: Mailbox, { mustDiffer = false }: ClaimOptions = {}): Promise<ClaimOutcome> {
    const { user } = mailbox;
    if (this.#users.has(user.key)) return TAKEN;
    if (mustDiffer && this.#lookAlikes.find(user)) return LOOK_ALIKE;
    this.#users.set(user.key, user);
    this.#lookAlikes.add(user);
    user.mailbox = mailbox;
    return CLAIMED;
  }

  release(mailbox: Mailbox): void {
    const { user } = mailbox;
    if (user.mailbox !== mailbox) return;
    user.mailbox = null;
    this.#users.delete(user.key);
    this.#lookAlikes.delete(user);
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
    this.#lookAlikes.clear();
  }
}
