import { foldName, MAX_SERVER_MESSAGE_BYTES } from "@chat/protocol";
import type { Backplane } from "../backplane/backplane.ts";
import { shoutLine } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";
import type { InboundStream } from "./inbound-stream.ts";
import type { ShoutBudget, Shouter } from "./shout-budget.ts";

/** The user whose shouts these are. */
export interface ShoutListener {
  readonly user: User;
  /** False from the end of the connection on: another user may have the name by then. */
  readonly isAnswering: boolean;
  readonly inbound: Pick<InboundStream, "countShout" | "countNotice" | "pump">;
  /** Its shout waits for those of others. */
  shoutWaits(): void;
}

/** The parts that the shouts of all users of an event loop share. */
export interface ShoutServices {
  readonly backplane: Pick<Backplane, "broadcast" | "userCount" | "find" | "perform">;
  /** Lets shouts wait for one another. */
  readonly shoutBudget: Pick<ShoutBudget, "admit" | "withdraw">;
}

/**
 * The shouts of one user. Each waits for its turn among the shouts of all users, then goes to everyone in slices. The notices to others
 * that endpoints send for the user are here, too: they hold back the user's next message as well.
 */
export class ShoutTurn implements Shouter {
  shoutTag = 0;
  readonly #listener: ShoutListener;
  readonly #services: ShoutServices;
  /** Shouts that wait for their turn, shouts on their way to everyone, and notices on theirs. */
  #inProgress = 0;

  constructor(listener: ShoutListener, services: ShoutServices) {
    this.#listener = listener;
    this.#services = services;
  }

  /** True until everyone has the last shout, or notice: no further message of this user is taken before. */
  get isInProgress(): boolean {
    return this.#inProgress > 0;
  }

  /**
   * Sends a text to everyone else, in its turn. Resolves with the number of receivers.
   *
   * @throws {RangeError} for a text that is too long for one message.
   */
  shout(text: string): Promise<number> {
    const line = shoutLine(this.#listener.user, text);
    if (line.length > MAX_SERVER_MESSAGE_BYTES) {
      throw new RangeError(
        `A shout of ${line.length} bytes: at most ${MAX_SERVER_MESSAGE_BYTES} are allowed on the wire.`,
      );
    }
    this.#listener.inbound.countShout();
    return this.#shoutInTurn(line);
  }

  mustWait(): void {
    this.#listener.shoutWaits();
  }

  /** Withdraws the shouts that wait for their turn. */
  withdraw(): void {
    if (this.#inProgress > 0) this.#services.shoutBudget.withdraw(this);
  }

  /** Writes a notice to one user. Resolves with whether the user gets it. */
  notify(name: string, text: string): Promise<boolean> {
    const { backplane } = this.#services;
    this.#listener.inbound.countNotice();
    return this.#hold(async () => {
      const receiver = backplane.find(foldName(name));
      if (!receiver) return false;
      if (receiver.mailbox) return receiver.mailbox.tell(text);
      return (await backplane.perform({ kind: "tell", name, text })).hits > 0;
    });
  }

  #shoutInTurn(line: string): Promise<number> {
    const { backplane, shoutBudget } = this.#services;
    return this.#hold(async () => {
      const isAdmitted = await shoutBudget.admit(this, line.length, backplane.userCount);
      return isAdmitted && this.#listener.isAnswering ? await backplane.broadcast(line, this.#listener.user) : 0;
    });
  }

  async #hold<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#inProgress += 1;
    try {
      return await work();
    } finally {
      this.#inProgress -= 1;
      this.#listener.inbound.pump();
    }
  }
}
