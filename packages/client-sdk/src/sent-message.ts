/** A direct message that was handed to the client. */
export interface SentMessage {
  /** Counts up from 1 within one client. */
  readonly id: number;
  /** The receiver, without white space around it. */
  readonly to: string;
  /** The text. */
  readonly text: string;
}

/** Why a direct message did not arrive: nobody has that name, the receiver's queue is full, or the server forbids it [C-75]. */
export type UndeliverableReason = "not-found" | "receiver-busy" | "refused";
