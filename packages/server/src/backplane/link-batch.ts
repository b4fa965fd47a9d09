/** All that one event loop sends another in one turn: one message between the two. */
export interface LinkBatch {
  readonly lines: string;
  /**
   * Three numbers for each line: the receiver's number ({@link EVERYONE_NUMBER} for a shout), the length of the line, and
   * the number by which the sender's side knows the message.
   */
  readonly heads: readonly number[];
  /** Acks of messages from the other side: number of the message × 8 + {@link AckStatus}. */
  readonly acks: readonly number[];
  /** Two numbers for each shout from the other side that is over: its number, and how many mailboxes took it. */
  readonly shoutReceipts?: readonly number[];
}

/** Stands for all users of an event loop. */
export const EVERYONE_NUMBER = 0;

/** The status of a message from another event loop. `NoRoom`, `Gone` and `Unwritten` are nacks. */
export const AckStatus = {
  /** It is in the receiver's queue, and was not written in the turn in which it came. */
  Queued: 0,
  /** It is written. No other ack of it follows. */
  Written: 1,
  NoRoom: 2,
  Gone: 3,
  /** It was queued and never written: the receiver has gone. */
  Unwritten: 4,
} as const;
export type AckStatus = (typeof AckStatus)[keyof typeof AckStatus];
