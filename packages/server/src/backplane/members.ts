import { DeliveryOutcome, type LocalOutcome } from "../delivery/delivery-outcome.ts";
import type { SharedLine } from "../delivery/line.ts";
import { type Sender, User } from "../delivery/user.ts";
import type { ClaimOutcome, Mailbox } from "./backplane.ts";
import type { FanOut } from "./fan-out.ts";
import type { PeerLink } from "./peer-link.ts";

/** A direct message or a shout that came before the mailbox had learned that its claim is won. */
type EarlyLine =
  | { readonly line: string; readonly sender: Sender }
  | { readonly line: SharedLine; readonly sender: null };

/** A user of this event loop, from the claim of the name on. */
export class LocalMember {
  number: number;
  readonly mailbox: Mailbox;
  #isConfirmed = false;
  readonly #fanOut: FanOut;
  readonly #settleClaim: (outcome: ClaimOutcome) => void;
  /** `null` once the mailbox has learned that its claim is won. */
  #early: EarlyLine[] | null = [];

  /**
   * @param fanOut - the source of its shouts, once it was added there
   * @param settleClaim - settles the claim; only the first call counts
   */
  constructor(number: number, mailbox: Mailbox, fanOut: FanOut, settleClaim: (outcome: ClaimOutcome) => void) {
    this.number = number;
    this.mailbox = mailbox;
    this.#fanOut = fanOut;
    this.#settleClaim = settleClaim;
  }

  /** True once the name is this user's: it is in the view. */
  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  get user(): User {
    return this.mailbox.user;
  }

  enterView(): void {
    this.#isConfirmed = true;
    this.#fanOut.enterView(this.user);
  }

  /** Settles the claim as won, and delivers the lines that came early. */
  confirm(): void {
    this.#settleClaim({ kind: "claimed" });
    // The mailbox awaits the claim: what it does when that settles comes before these lines.
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

  /** Notes that the name is not, or no longer, this user's. Lines that came early are reported as undeliverable. */
  leave(): void {
    this.#fanOut.delete(this.user);
    this.user.mailbox = null;
    const early = this.#early ?? [];
    this.#early = null;
    for (const { sender } of early) sender?.undeliverable(this.user.name, 1);
  }

  /** Leaves, and settles the claim if that is still open. */
  dismiss(outcome: ClaimOutcome): void {
    this.#settleClaim(outcome);
    this.leave();
  }

  deliver(line: string, sender: Sender): LocalOutcome {
    if (!this.#early) return this.mailbox.deliver(line, sender) ? DeliveryOutcome.Queued : DeliveryOutcome.NoRoom;
    this.#early.push({ line, sender });
    return DeliveryOutcome.Queued;
  }

  /** Takes a shout. One that comes early does not count: the name may still be refused. */
  shout(line: SharedLine): boolean {
    if (!this.#early) return this.mailbox.shout(line);
    this.#early.push({ line, sender: null });
    return false;
  }
}

export class RemoteMember {
  readonly number: number;
  readonly link: PeerLink;
  readonly #remoteUser: Pick<User, "name" | "ip">;
  #user: User | null;

  /** @param former - the same user, known by another number or link before */
  constructor(
    number: number,
    remoteUser: Pick<User, "name" | "ip">,
    link: PeerLink,
    former: RemoteMember | null = null,
  ) {
    this.number = number;
    this.link = link;
    this.#remoteUser = remoteUser;
    this.#user = former ? former.#user : null;
  }

  get name(): string {
    return this.#remoteUser.name;
  }

  /** The user, created at the first access: nobody ever asks for most users of other event loops. */
  get user(): User {
    this.#user ??= new User(this.#remoteUser.name, this.#remoteUser.ip);
    return this.#user;
  }
}
