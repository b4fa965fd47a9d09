/**
 * What is wrong with one direction of a link. A direction without a fault passes on bytes, the end and a loss as they come. Whatever is
 * held back, a direction keeps about 1 MiB: then it reads no more, and the sender has to wait.
 */
export type Fault =
  /**
   * Cuts the bytes in pieces: one for each byte, or at these offsets, counted from when the fault began. Each piece is written when the
   * system has taken the one before it, and `pauseMs` later (0 by default: in the next turn of the event loop). A receiver that is not
   * busy reads each alone; TCP promises that to nobody.
   */
  | { readonly kind: "split"; readonly at: "every byte" | readonly number[]; readonly pauseMs?: number }
  /**
   * Holds bytes back until there are so many, until the first of them has waited `ms` (for ever by default), or until `release()`,
   * and passes them on in one write.
   */
  | { readonly kind: "glue"; readonly bytes: number; readonly ms?: number }
  /** Passes everything on this much later. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Reads nothing: the sender's buffers fill, and nothing is lost. */
  | { readonly kind: "stall" }
  /** Loses all bytes. The end and the loss of the sender are not passed on, so the receiver sees a peer that is silent. */
  | { readonly kind: "swallow" }
  /**
   * Closes the connection of the receiver after so many bytes (0: at once), or resets it. The sender is not told: its connection
   * stays, and its bytes are lost.
   */
  | { readonly kind: "close" | "reset"; readonly afterBytes: number };

/** The faults of a link, all of them: a direction that is not given has none. */
export interface LinkFaults {
  readonly toTarget?: Fault;
  readonly toClient?: Fault;
}
