import type { Mailbox } from "../backplane/backplane.ts";
import type { AnswerSlot } from "./answer-queue.ts";
import type { Route } from "./route.ts";

/** Whose messages are dispatched: a user's connection, as the dispatcher sees it. */
export interface Requester extends Mailbox {
  /** Where its last direct message went: the dispatcher's note. */
  route: Route | null;
  /** True as long as it can be answered. */
  readonly isAnswering: boolean;
  /** Answers in the turn of the message at hand. */
  answer(text: string): void;
  /** Keeps the turn of the message at hand for an answer that comes later. */
  reserveAnswer(): AnswerSlot;
  fillAnswer(slot: AnswerSlot, text: string): void;
  /** Takes its next message when all others have had their turn. */
  endTurn(): void;
  /** Sends a text to everyone else; resolves with the number of those who got it. */
  broadcast(text: string): Promise<number>;
  /** Room for a text of the server's in a message of at most so many bytes, and of no more than this client takes. */
  textRoom(maxMessageBytes: number): number;
}
