import { serverTexts } from "@chat/protocol";
import type { Mailbox } from "../backplane/backplane.ts";
import type { DeliveryReceipt } from "../delivery/delivery-outcome.ts";
import { type SharedLine, serverLine } from "../delivery/line.ts";
import type { Sender, User } from "../delivery/user.ts";
import type { AnswerQueue } from "../dispatch/answer-queue.ts";
import type { Requester } from "../dispatch/requester.ts";
import { DisconnectReason } from "./disconnect-reason.ts";
import type { Outbox } from "./outbox.ts";

/** The connection of a mailbox. */
export interface MailboxListener {
  /** Writes a notice to the user; `false` when there is no room for it. */
  tell(text: string): boolean;
  /** Ends the connection with a word on why. */
  hangUp(reason: DisconnectReason, text: string): void;
  /** Ends the connection of a peer that does not read. */
  hangUpOnReader(reason: DisconnectReason, text: string): void;
}

const TOO_SLOW = "you read more slowly than messages came, and too many of them were waiting";

const NAME_LOST = "your name was given to somebody else while this server was cut off";

/** The user as the sender of messages. */
interface AnsweredUser extends Pick<Requester, "user" | "isAnswering"> {
  readonly answers: Pick<AnswerQueue, "expectReceipt">;
}

type MailboxOutbox = Pick<Outbox, "hasRoom" | "append" | "appendShared">;

/** Takes what others send to a user, and what becomes of the user's own messages to others. */
export class UserMailbox implements Mailbox {
  readonly #answered: AnsweredUser;
  readonly #outbox: MailboxOutbox;
  readonly #listener: MailboxListener;

  constructor(answered: AnsweredUser, outbox: MailboxOutbox, listener: MailboxListener) {
    this.#answered = answered;
    this.#outbox = outbox;
    this.#listener = listener;
  }

  get user(): User {
    return this.#answered.user;
  }

  deliver(line: string, sender: Sender): boolean {
    if (!this.#outbox.hasRoom(line.length)) return false;
    this.#outbox.append(line, sender);
    return true;
  }

  tell(text: string): boolean {
    return this.#listener.tell(text);
  }

  shout(line: SharedLine): boolean {
    if (this.#outbox.appendShared(line)) return true;
    // A dropped shout would leave a gap that the reader can't see. Hanging up is honest: on its return it knows.
    this.#listener.hangUpOnReader(DisconnectReason.SlowReader, TOO_SLOW);
    return false;
  }

  undeliverable(receiverName: string, count: number): void {
    if (!this.#answered.isAnswering) return;
    this.#outbox.append(serverLine(this.user, serverTexts.mayNotHaveArrived.write(count, receiverName)), null);
  }

  expectReceipt(link: object): DeliveryReceipt {
    return this.#answered.answers.expectReceipt(link);
  }

  loseName(): void {
    this.#listener.hangUp(DisconnectReason.NameLost, NAME_LOST);
  }
}
