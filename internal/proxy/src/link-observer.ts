/** The two ends of a connection through a proxy. */
export type LinkSide = "client" | "server";

/** Learns what one connection passes on, at the moment at which it does. Nothing that it does changes what is passed on. */
export interface LinkObserver {
  /**
   * Bytes of a side are passed on in one write.
   *
   * @param isCut - true when a `split` cuts them here: more of what was read follows in another write
   */
  passed(from: LinkSide, bytes: Uint8Array, isCut: boolean): void;
  /** A side has shut its direction down. */
  ended(by: LinkSide): void;
  /**
   * Both connections are gone.
   *
   * @param loss - the side whose connection broke first, or could not be made, with the error code of the system; `null` when none did
   */
  closed(loss: LinkLoss | null): void;
}

/** A connection that broke. */
export interface LinkLoss {
  readonly side: LinkSide;
  /** The error code of the system, such as `ECONNRESET`. */
  readonly code: string;
}
