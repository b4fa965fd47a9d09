import type { Mailbox } from "../backplane/backplane.ts";
import { directLineStart } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";
import type { AnswerQueue } from "./answer-queue.ts";
import type { Trouble } from "./trouble.ts";

/** A user's connection, as far as the dispatcher of its messages needs it. */
export interface Requester {
  readonly user: User;
  /** The way by which others reach the user, and learn of its messages. */
  readonly mailbox: Mailbox;
  /** The answers to its messages. */
  readonly answers: Pick<AnswerQueue, "add" | "reserve" | "fill" | "textRoom">;
  /** The receiver of its last direct message; the dispatcher sets it. */
  lastReceiver: LastReceiver | null;
  /**
   * True while a message of it waits for its endpoint: the next one must not overtake what the endpoint sends. The dispatcher
   * sets it.
   */
  isHeld: boolean;
  /** True as long as it can be answered. */
  readonly isAnswering: boolean;
  /** Notes a message that is refused: its answer comes in its turn. */
  troubled(trouble: Trouble): void;
  /** Answers a message that is refused, in its turn. */
  refuse(text: string, trouble: Trouble): void;
  /** Takes its next message when all other connections have had their turn. */
  endTurn(): void;
  /** Sends a text to everyone else; resolves with the number of receivers. */
  broadcast(text: string): Promise<number>;
  /** Writes a notice to a user; resolves with whether the user gets it. */
  notify(name: string, text: string): Promise<boolean>;
}

/**
 * The receiver of a user's last direct message, and the start of the lines to it. People write to the same receiver many
 * times in a row, so neither is looked up or computed again.
 */
export class LastReceiver {
  /** The receiver's name as the sender wrote it. */
  readonly to: string;
  readonly user: User;
  /** Start of each line, up to the text. */
  readonly lineStart: string;

  constructor(sender: User, to: string, user: User) {
    this.to = to;
    this.user = user;
    this.lineStart = directLineStart(sender, user);
  }
}
