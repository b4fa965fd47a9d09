/** What one event loop tells another in one turn: all of it in one message. */
export interface LinkBatch {
  /** All lines, one behind the other. */
  readonly lines: string;
  /**
   * Three numbers for each line: the receiver's number ({@link EVERYONE_NUMBER} for a shout), the length of the line, and
   * the number by which the sender's side knows the message.
   */
  readonly heads: readonly number[];
  /** What became of messages that came the other way: number of the message × 8 + {@link Report}. */
  readonly reports: readonly number[];
  /** Two numbers for each shout that came the other way and is over: its number, and how many mailboxes took it. */
  readonly receipts?: readonly number[];
}

/** Stands for all users of an event loop. */
export const EVERYONE_NUMBER = 0;

/** What became of a message that travelled. */
export const Report = {
  /** It is in the receiver's queue, and was not written in the turn in which it came. */
  Queued: 0,
  /** It is written, and with that forgotten. */
  Written: 1,
  NoRoom: 2,
  Gone: 3,
  /** It was queued, and never written: the receiver has gone. */
  Unwritten: 4,
} as const;
export type Report = (typeof Report)[keyof typeof Report];
