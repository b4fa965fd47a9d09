import type { Act, ActResult } from "../control/act.ts";
import { LoopControl } from "../control/loop-control.ts";
import { DeliveryOutcome } from "../delivery/delivery-outcome.ts";
import type { User } from "../delivery/user.ts";
import { LookAlikeIndex } from "../names/look-alike-index.ts";
import type { Backplane, ClaimOptions, ClaimOutcome, Mailbox } from "./backplane.ts";
import { FanOut } from "./fan-out.ts";

const CLAIMED: ClaimOutcome = { kind: "claimed" };
const TAKEN: ClaimOutcome = { kind: "taken" };
const LOOK_ALIKE: ClaimOutcome = { kind: "look-alike" };

/** The backplane of a server that is one event loop: a map. */
export class LocalBackplane implements Backplane {
  readonly #users = new Map<string, User>();
  readonly #fanOut = new FanOut();
  readonly #lookAlikes = new LookAlikeIndex<User>(() => this.#users.values());
  readonly control = new LoopControl();
  readonly isDegraded = false;
  #viewVersion = 0;

  get userCount(): number {
    return this.#users.size;
  }

  get viewVersion(): number {
    return this.#viewVersion;
  }

  claim(mailbox: Mailbox, { mustDiffer = false }: ClaimOptions = {}): ClaimOutcome {
    const { user } = mailbox;
    if (this.#users.has(user.key)) return TAKEN;
    if (mustDiffer && this.#lookAlikes.find(user)) return LOOK_ALIKE;
    this.#users.set(user.key, user);
    this.#viewVersion += 1;
    this.#lookAlikes.add(user);
    user.mailbox = mailbox;
    this.#fanOut.add(mailbox);
    this.#fanOut.enterView(user);
    return CLAIMED;
  }

  release(mailbox: Mailbox): void {
    const { user } = mailbox;
    if (user.mailbox !== mailbox) return;
    user.mailbox = null;
    this.#users.delete(user.key);
    this.#viewVersion += 1;
    this.#fanOut.delete(user);
    this.#lookAlikes.delete(user);
  }

  find(key: string): User | undefined {
    return this.#users.get(key);
  }

  users(): Iterable<User> {
    return this.#users.values();
  }

  deliver(receiver: User, line: string, sender: Mailbox): DeliveryOutcome {
    // Catching up may cut the receiver off.
    if (this.#fanOut.isInProgress) this.#fanOut.catchUp(receiver);
    const { mailbox } = receiver;
    if (!mailbox) return DeliveryOutcome.Gone;
    return mailbox.deliver(line, sender) ? DeliveryOutcome.Queued : DeliveryOutcome.NoRoom;
  }

  broadcast(line: string, except: User): Promise<number> {
    return this.#fanOut.begin(line, except, "in-view");
  }

  async perform(act: Act): Promise<ActResult> {
    return { hits: await this.control.perform(act), silent: [] };
  }

  async close(): Promise<void> {
    for (const user of this.#users.values()) user.mailbox = null;
    this.#users.clear();
    this.#fanOut.close();
    this.#lookAlikes.clear();
  }
}
