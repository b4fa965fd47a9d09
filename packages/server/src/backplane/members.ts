import type { SharedLine } from "../delivery/line.ts";
import { type Sender, User } from "../delivery/user.ts";
import type { ClaimOutcome, Mailbox } from "./backplane.ts";
import type { FanOut } from "./fan-out.ts";
import type { PeerLink } from "./peer-link.ts";

/** A direct message or a shout that came before its receiver had learned that it is online. */
type EarlyLine =
  | { readonly line: string; readonly sender: Sender }
  | { readonly line: SharedLine; readonly sender: null };

/** A user of this event loop, from the claim of the name on. */
export class LocalMember {
  number: number;
  readonly mailbox: Mailbox;
  #isConfirmed = false;
  readonly #fanOut: FanOut;
  readonly #answer: (outcome: ClaimOutcome) => void;
  /** `null` from when the owner has learned that it is online. */
  #early: EarlyLine[] | null = [];

  /**
   * @param fanOut - gives it the shouts, once it was added there
   * @param answer - tells the owner what became of the claim; only the first call counts
   */
  constructor(number: number, mailbox: Mailbox, fanOut: FanOut, answer: (outcome: ClaimOutcome) => void) {
    this.number = number;
    this.mailbox = mailbox;
    this.#fanOut = fanOut;
    this.#answer = answer;
  }

  /** True once the name was given to this one: it is in the view. */
  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  /** It is in the view from now on. */
  know(): void {
    this.#isConfirmed = true;
    this.#fanOut.know(this.user);
  }

  get user(): User {
    return this.mailbox.user;
  }

  /** The name is this one's. */
  confirm(): void {
    this.#answer({ kind: "claimed" });
    // The owner waits for a promise: what it does then comes before this.
    queueMicrotask(() => {
      const early = this.#early;
      if (!early) return;
      this.#early = null;
      this.user.mailbox = this.mailbox;
      for (const { line, sender } of early) {
        if (sender === null) this.mailbox.shout(line);
        else if (!this.mailbox.deliver(line, sender)) sender.undeliverable(this.user.name, 1);
      }
    });
  }

  /** The name is not, or no longer, this one's: what came too early was never read. */
  leave(): void {
    this.#fanOut.delete(this.user);
    this.user.mailbox = null;
    const early = this.#early ?? [];
    this.#early = null;
    for (const { sender } of early) sender?.undeliverable(this.user.name, 1);
  }

  /** The same, and tells the owner so, should the claim not be settled. */
  dismiss(outcome: ClaimOutcome): void {
    this.#answer(outcome);
    this.leave();
  }

  deliver(line: string, sender: Sender): boolean {
    if (!this.#early) return this.mailbox.deliver(line, sender);
    this.#early.push({ line, sender });
    return true;
  }

  /** Takes a shout. One that comes early is not counted: the name may still be refused. */
  shout(line: SharedLine): boolean {
    if (!this.#early) return this.mailbox.shout(line);
    this.#early.push({ line, sender: null });
    return false;
  }
}

/** What is known of a user who is somewhere else. */
export interface RemoteUser {
  readonly name: string;
  readonly ip: string;
}

/** A user of another event loop, as this one knows it. */
export class RemoteMember {
  /** What goes by the link calls the user by this number. */
  readonly number: number;
  readonly link: PeerLink;
  readonly #facts: RemoteUser;
  #user: User | null;

  /** @param former - the same user, as it was known before it could be reached in another way */
  constructor(number: number, facts: RemoteUser, link: PeerLink, former: RemoteMember | null = null) {
    this.number = number;
    this.link = link;
    this.#facts = facts;
    this.#user = former ? former.#user : null;
  }

  get name(): string {
    return this.#facts.name;
  }

  /** Made when somebody asks: of most users who are elsewhere, nobody ever does. */
  get user(): User {
    this.#user ??= new User(this.#facts.name, this.#facts.ip);
    return this.#user;
  }
}
